/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.aws;

import static java.util.Objects.requireNonNull;

import dev.taskbound.credential.IssuerClient;
import dev.taskbound.identity.WorkloadIdentity;
import io.opentelemetry.api.OpenTelemetry;
import java.net.URI;
import java.time.Clock;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;

/** Collects how an {@link AwsStsSource} asks. Not thread-safe. */
public final class AwsStsBuilder {
    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-\\d{1,2}");

    final String source;
    final RoleArn role;
    final WorkloadIdentity identity;
    URI endpoint;
    String client;
    String audience = "sts.amazonaws.com";
    Clock clock = Clock.systemUTC();
    private OkHttpClient settings = new OkHttpClient();
    private OpenTelemetry openTelemetry = OpenTelemetry.noop();

    AwsStsBuilder(String source, String roleArn, String region, WorkloadIdentity identity) {
        this.source = source;
        this.role = RoleArn.parse(roleArn);
        this.identity = identity;
        this.client = role.name();
        if (!REGION.matcher(region).matches()) {
            throw new IllegalArgumentException("expected a region such as eu-central-1");
        }
        String domain = role.partition().equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
        this.endpoint = URI.create("https://sts." + region + "." + domain + "/");
    }

    /** Another STS than that of the region, such as a VPC endpoint: {@code https}, or {@code http} on loopback. */
    public AwsStsBuilder endpoint(URI address) {
        this.endpoint = requireNonNull(address, "address");
        return this;
    }

    /** The {@code sub} of a JWT that the identity signs itself; the role's name by default. */
    public AwsStsBuilder client(String name) {
        this.client = requireNonNull(name, "name");
        return this;
    }

    /** What the JWT is for, as AWS's identity provider knows it; {@code sts.amazonaws.com} by default. */
    public AwsStsBuilder audience(String name) {
        this.audience = requireNonNull(name, "name");
        return this;
    }

    /** The client whose TLS, proxy, DNS and interceptors are used; its interceptors see secrets. */
    public AwsStsBuilder httpClient(OkHttpClient okHttpClient) {
        this.settings = requireNonNull(okHttpClient, "okHttpClient");
        return this;
    }

    /** Where spans and metrics of requests to STS go; nowhere by default. */
    public AwsStsBuilder openTelemetry(OpenTelemetry telemetry) {
        this.openTelemetry = requireNonNull(telemetry, "telemetry");
        return this;
    }

    public AwsStsBuilder clock(Clock wallClock) {
        this.clock = requireNonNull(wallClock, "wallClock");
        return this;
    }

    /**
     * Connects to nothing yet.
     *
     * @throws IllegalArgumentException if the endpoint is one at which secrets could be read on the way
     */
    public AwsStsSource build() {
        return new AwsStsSource(this, IssuerClient.to(endpoint, settings, openTelemetry));
    }
}
