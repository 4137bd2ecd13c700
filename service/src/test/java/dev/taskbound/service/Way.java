/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.service;

import dev.taskbound.credential.CredentialVerifier;
import dev.taskbound.credential.VerifiedCall;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.function.Function;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/** The two ways in which docs/service.md puts a verifier before a service. */
enum Way {
    SERVLET {
        @Override
        Filter filter(CredentialVerifier verifier, URI publicAddress) {
            return new VerifiedCallFilter(verifier, publicAddress);
        }

        @Override
        Function<HttpServletRequest, VerifiedCall> call() {
            return VerifiedCallFilter::call;
        }
    },
    SPRING_SECURITY {
        @Override
        Filter filter(CredentialVerifier verifier, URI publicAddress) {
            AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
            context.registerBean(
                    VerifiedCallSecurityFilter.class, () -> new VerifiedCallSecurityFilter(verifier, publicAddress));
            context.register(Chain.class);
            context.refresh();
            return context.getBean("springSecurityFilterChain", Filter.class);
        }

        @Override
        Function<HttpServletRequest, VerifiedCall> call() {
            return request -> ((VerifiedCallAuthentication)
                            SecurityContextHolder.getContext().getAuthentication())
                    .call();
        }
    };

    abstract Filter filter(CredentialVerifier verifier, URI publicAddress);

    abstract Function<HttpServletRequest, VerifiedCall> call();

    @Configuration
    @EnableWebSecurity
    static class Chain {
        @Bean
        SecurityFilterChain calls(HttpSecurity http, VerifiedCallSecurityFilter filter) throws Exception {
            return http.addFilterBefore(filter, AuthorizationFilter.class)
                    .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                    .csrf(csrf -> csrf.disable())
                    .authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.POST, "/refunds")
                            .hasAuthority("TOOL_refund_payment")
                            .anyRequest()
                            .denyAll())
                    .build();
        }
    }
}
