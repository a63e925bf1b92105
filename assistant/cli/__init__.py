"""The command line: `main` puts the commands together, each of which is added and run by a module of its own."""
