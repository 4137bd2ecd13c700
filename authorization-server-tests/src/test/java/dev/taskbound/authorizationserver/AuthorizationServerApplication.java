/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.authorizationserver;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONArrayUtils;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenExchangeAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/** A Spring Authorization Server as an operator would set it up for agents. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class AuthorizationServerApplication {
    static final String AGENT = "agent-reader";
    static final String UNTOLD = "agent-untold";

    @Bean
    AuthorizationServerSettings settings(@Value("${issuer}") String issuer) {
        return AuthorizationServerSettings.builder().issuer(issuer).build();
    }

    @Bean
    RegisteredClientRepository clients(@Value("${agent-keys}") String keys) {
        RegisteredClient portal = RegisteredClient.withId("portal")
                .clientId("portal")
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri("https://portal.example/back")
                .build();
        return new InMemoryRegisteredClientRepository(portal, agent(AGENT, keys), agent(UNTOLD, keys));
    }

    private static RegisteredClient agent(String name, String keys) {
        return RegisteredClient.withId(name)
                .clientId(name)
                .clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                .authorizationGrantType(AuthorizationGrantType.TOKEN_EXCHANGE)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scope("orders.read")
                .clientSettings(ClientSettings.builder()
                        .jwkSetUrl(keys)
                        .tokenEndpointAuthenticationSigningAlgorithm(SignatureAlgorithm.ES256)
                        .build())
                .tokenSettings(TokenSettings.builder()
                        .accessTokenTimeToLive(Duration.ofSeconds(30))
                        .build())
                .build();
    }

    @Bean
    JWKSource<SecurityContext> keys() throws JOSEException {
        return new ImmutableJWKSet<>(new JWKSet(new RSAKeyGenerator(2048)
                .keyID(UUID.randomUUID().toString())
                .keyUse(KeyUse.SIGNATURE)
                .generate()));
    }

    @Bean
    OAuth2AuthorizationService authorizations() {
        return new InMemoryOAuth2AuthorizationService();
    }

    /** What the server leaves out by itself: the audience that is asked for, and the details (RFC 9396). */
    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> asAsked() {
        return context -> {
            if (context.getAuthorizationGrant() instanceof OAuth2TokenExchangeAuthenticationToken exchange
                    && !UNTOLD.equals(context.getRegisteredClient().getClientId())) {
                context.getClaims().audience(new ArrayList<>(exchange.getAudiences()));
                Object details = exchange.getAdditionalParameters().get("authorization_details");
                if (details instanceof String text) {
                    context.getClaims().claim("authorization_details", parsed(text));
                }
            }
        };
    }

    private static Object parsed(String details) {
        try {
            return JSONArrayUtils.parse(details);
        } catch (ParseException e) {
            throw new OAuth2AuthenticationException("invalid_authorization_details");
        }
    }
}
