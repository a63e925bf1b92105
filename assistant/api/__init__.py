"""The engine over the network: `rest` (HTTP and JSON), `completions` (OpenAI's form), `tools` (MCP), on one `pool` of places."""
