"""Rules on Amazon Q Developer in chat applications, formerly AWS Chatbot."""
