"""Rules on Amazon Rekognition."""
