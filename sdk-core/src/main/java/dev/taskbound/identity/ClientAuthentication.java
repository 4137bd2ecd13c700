/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.identity;

/** How a client authenticates itself at an authorization server. */
public sealed interface ClientAuthentication permits ClientAssertion, ClientCertificate, ClientSecret {}
