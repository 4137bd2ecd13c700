/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.authorizationserver;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.taskbound.Principal;
import dev.taskbound.Secret;
import dev.taskbound.identity.WorkloadIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/** The server, the keys of the agents that it knows, and the people who have logged in. */
final class RunningServer implements AutoCloseable {
    private final ECKey key = agentKey();
    private final MockWebServer agentKeys = new MockWebServer();
    private final ConfigurableApplicationContext context;
    private final String issuer;

    RunningServer() throws IOException {
        String shown = new JWKSet(key).toString(true);
        agentKeys.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder()
                        .setHeader("Content-Type", "application/json")
                        .body(shown)
                        .build();
            }
        });
        agentKeys.start(InetAddress.getByName("127.0.0.1"), 0);
        int port = freePort();
        this.issuer = "http://127.0.0.1:" + port;
        this.context = new SpringApplication(AuthorizationServerApplication.class)
                .run(
                        "--server.address=127.0.0.1",
                        "--server.port=" + port,
                        "--issuer=" + issuer,
                        "--agent-keys=http://127.0.0.1:" + agentKeys.getPort() + "/keys",
                        "--spring.main.banner-mode=off",
                        "--logging.level.root=warn");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static ECKey agentKey() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID("agent-1")
                    .keyUse(KeyUse.SIGNATURE)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String issuer() {
        return issuer;
    }

    WorkloadIdentity agent() {
        return WorkloadIdentity.privateKey(Secret.of(key.toJSONString()));
    }

    /** With the id of a key that the server knows. */
    WorkloadIdentity impostor() {
        return WorkloadIdentity.privateKey(Secret.of(agentKey().toJSONString()));
    }

    /** Alice has logged in at the portal. */
    Principal alice() {
        return alice(claims -> {});
    }

    /** Alice lets only this client act for her (RFC 8693, 4.4). */
    Principal aliceTrusting(String client) {
        return alice(claims -> claims.claim("may_act", Map.of("iss", url(issuer), "sub", client)));
    }

    /** The server compares the two issuers as it keeps them, and it keeps that of a token as a URL. */
    private static URL url(String text) {
        try {
            return URI.create(text).toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Stands for the login page: the server keeps what it keeps after an authorization code was redeemed. */
    private Principal alice(Consumer<JwtClaimsSet.Builder> more) {
        Instant now = Instant.now();
        JwtClaimsSet.Builder claims = JwtClaimsSet.builder()
                .issuer(issuer)
                .subject("alice")
                .issuedAt(now)
                .expiresAt(now.plusSeconds(300))
                .id(UUID.randomUUID().toString());
        more.accept(claims);
        @SuppressWarnings("unchecked")
        JWKSource<SecurityContext> keys = context.getBean(JWKSource.class);
        Jwt jwt = new NimbusJwtEncoder(keys).encode(JwtEncoderParameters.from(claims.build()));
        OAuth2AccessToken token = new OAuth2AccessToken(
                OAuth2AccessToken.TokenType.BEARER, jwt.getTokenValue(), jwt.getIssuedAt(), jwt.getExpiresAt());
        context.getBean(OAuth2AuthorizationService.class)
                .save(OAuth2Authorization.withRegisteredClient(context.getBean(RegisteredClientRepository.class)
                                .findByClientId("portal"))
                        .principalName("alice")
                        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                        .attribute(
                                java.security.Principal.class.getName(),
                                UsernamePasswordAuthenticationToken.authenticated(
                                        "alice", null, AuthorityUtils.createAuthorityList("ROLE_support")))
                        .token(
                                token,
                                metadata ->
                                        metadata.put(OAuth2Authorization.Token.CLAIMS_METADATA_NAME, jwt.getClaims()))
                        .build());
        return Principal.verified(issuer, "alice").withToken(Secret.of(jwt.getTokenValue()));
    }

    @Override
    public void close() {
        context.close();
        agentKeys.close();
    }
}
