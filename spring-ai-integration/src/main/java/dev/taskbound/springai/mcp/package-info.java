/** Where the application is an MCP server: asking whoever sits at the client. */
@NullMarked
package dev.taskbound.springai.mcp;

import org.jspecify.annotations.NullMarked;
