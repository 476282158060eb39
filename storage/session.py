"""The type of a session, for those who pass one through without knowing the database."""

from sqlmodel import Session as Session
