"""What a stack costs a month at list prices: what of a resource is metered, the prices, and the bill.

Usage (requests, traffic, what is stored) isn't known before it happens; it is named and never counted as nothing.
"""
