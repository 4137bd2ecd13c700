/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.spiffe;

import com.google.protobuf.ByteString;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.StreamObserver;
import io.spiffe.workloadapi.grpc.SpiffeWorkloadAPIGrpc.SpiffeWorkloadAPIImplBase;
import io.spiffe.workloadapi.grpc.Workload.JWTBundlesRequest;
import io.spiffe.workloadapi.grpc.Workload.JWTBundlesResponse;
import io.spiffe.workloadapi.grpc.Workload.JWTSVID;
import io.spiffe.workloadapi.grpc.Workload.JWTSVIDRequest;
import io.spiffe.workloadapi.grpc.Workload.JWTSVIDResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A SPIFFE Workload API over gRPC, as an agent such as SPIRE's serves it: two identities, signed with one key. */
final class WorkloadApi extends SpiffeWorkloadAPIImplBase implements AutoCloseable {
    static final String DOMAIN = "spiffe://mesh.example";
    static final String READER = DOMAIN + "/agents/reader";
    static final String WRITER = DOMAIN + "/agents/writer";

    final AtomicInteger asked = new AtomicInteger();
    volatile int lifeSeconds = 300;
    volatile boolean silent;
    volatile boolean denying;

    private final ECKey key;
    private final Server server;

    private final String endpoint;
    private final List<EventLoopGroup> threads;

    WorkloadApi() throws IOException, JOSEException {
        this(NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0)), List.of(), "");
    }

    private WorkloadApi(NettyServerBuilder builder, List<EventLoopGroup> threads, String endpoint)
            throws IOException, JOSEException {
        this.key = new ECKeyGenerator(Curve.P_256).keyID("mesh-1").generate();
        this.server =
                builder.addService(this).intercept(new HeaderRequired()).build().start();
        this.endpoint = endpoint.isEmpty() ? "tcp://127.0.0.1:" + server.getPort() : endpoint;
        this.threads = threads;
    }

    /** Where agents listen: SPIFFE Workload Endpoint, 3. */
    static WorkloadApi onUnixSocket(Path socket) throws IOException, JOSEException {
        EventLoopGroup accepting = new EpollEventLoopGroup(1);
        EventLoopGroup serving = new EpollEventLoopGroup(1);
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(accepting)
                .workerEventLoopGroup(serving);
        return new WorkloadApi(builder, List.of(accepting, serving), "unix://" + socket);
    }

    String endpoint() {
        return endpoint;
    }

    /** With which a server verifies what is presented. */
    String keySet() {
        return new JWKSet(new ECKey.Builder(key.toPublicJWK())
                        .keyUse(new KeyUse("jwt-svid"))
                        .build())
                .toString(true);
    }

    @Override
    public void fetchJWTBundles(JWTBundlesRequest request, StreamObserver<JWTBundlesResponse> answers) {
        // The stream stays open: an agent sends the next bundle when it has one.
        answers.onNext(JWTBundlesResponse.newBuilder()
                .putBundles(DOMAIN, ByteString.copyFrom(keySet(), StandardCharsets.UTF_8))
                .build());
    }

    @Override
    public void fetchJWTSVID(JWTSVIDRequest request, StreamObserver<JWTSVIDResponse> answers) {
        asked.incrementAndGet();
        if (silent) {
            return;
        }
        if (denying) {
            answers.onError(Status.PERMISSION_DENIED.asRuntimeException());
            return;
        }
        JWTSVIDResponse.Builder response = JWTSVIDResponse.newBuilder();
        for (String id : request.getSpiffeId().isEmpty() ? List.of(READER, WRITER) : List.of(request.getSpiffeId())) {
            response.addSvids(JWTSVID.newBuilder().setSpiffeId(id).setSvid(svid(id, request.getAudienceList())));
        }
        answers.onNext(response.build());
        answers.onCompleted();
    }

    private String svid(String id, List<String> audience) {
        Instant now = Instant.now();
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(JOSEObjectType.JWT)
                        .keyID(key.getKeyID())
                        .build(),
                new JWTClaimsSet.Builder()
                        .subject(id)
                        .audience(audience)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(lifeSeconds)))
                        .build());
        try {
            jwt.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    @Override
    public void close() {
        server.shutdownNow();
        threads.forEach(group -> group.shutdownGracefully(0, 1, TimeUnit.SECONDS));
    }

    /** SPIFFE Workload Endpoint, 4.3: a request without this header is refused. */
    private static final class HeaderRequired implements ServerInterceptor {
        private static final Metadata.Key<String> HEADER =
                Metadata.Key.of("workload.spiffe.io", Metadata.ASCII_STRING_MARSHALLER);

        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            if (!"true".equals(headers.get(HEADER))) {
                call.close(Status.INVALID_ARGUMENT, new Metadata());
                return new ServerCall.Listener<>() {};
            }
            return next.startCall(call, headers);
        }
    }
}
