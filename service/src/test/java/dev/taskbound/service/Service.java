/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.service;

import dev.taskbound.credential.VerifiedCall;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.net.SSLHostConfig;

/** A payment service on a real Tomcat, behind a filter. It refunds what the call was permitted to refund. */
final class Service implements AutoCloseable {
    final AtomicInteger refunds = new AtomicInteger();

    private final Tomcat tomcat = new Tomcat();
    private final String scheme;

    Service(Filter filter, Function<HttpServletRequest, VerifiedCall> call) throws LifecycleException {
        this(filter, call, null);
    }

    /** @param tls which asks clients for a certificate and takes it from those that have one; null for HTTP */
    Service(Filter filter, Function<HttpServletRequest, VerifiedCall> call, SSLHostConfig tls)
            throws LifecycleException {
        scheme = tls == null ? "http" : "https";
        tomcat.setPort(0);
        tomcat.setHostname("127.0.0.1");
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "refunds", new Refunds(call)).setAsyncSupported(true);
        context.addServletMappingDecoded("/*", "refunds");
        FilterDef definition = new FilterDef();
        definition.setFilterName("calls");
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap mapping = new FilterMap();
        mapping.setFilterName("calls");
        mapping.addURLPattern("/*");
        mapping.setDispatcher(DispatcherType.REQUEST.name());
        mapping.setDispatcher(DispatcherType.ASYNC.name());
        context.addFilterMap(mapping);
        Connector connector = tomcat.getConnector();
        if (tls != null) {
            connector.setScheme("https");
            connector.setSecure(true);
            connector.setProperty("SSLEnabled", "true");
            connector.addSslHostConfig(tls);
        }
        tomcat.start();
    }

    URI address(String path) {
        return URI.create(scheme + "://127.0.0.1:" + tomcat.getConnector().getLocalPort() + path);
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Refunds extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private final transient Function<HttpServletRequest, VerifiedCall> call;

        Refunds(Function<HttpServletRequest, VerifiedCall> call) {
            this.call = call;
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getParameter("later") != null && request.getDispatcherType() == DispatcherType.REQUEST) {
                AsyncContext later = request.startAsync();
                later.start(later::dispatch);
                return;
            }
            String task = request.getParameter("task");
            VerifiedCall verified = call.apply(request);
            (task == null ? verified : verified.requireTask(task))
                    .requireTool("refund_payment")
                    .requireControl(Map.of(
                            "iban",
                            request.getParameter("iban"),
                            "amount",
                            new BigDecimal(request.getParameter("amount"))));
            refunds.incrementAndGet();
            response.getWriter().write("refunded for " + request.getUserPrincipal());
        }
    }
}
