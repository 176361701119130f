// Inside Engage.*, the name Topics means the namespace.
global using EngageTopics = Engage.Topics.Topics;
