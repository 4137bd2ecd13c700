/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.identity;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.concurrent.atomic.AtomicInteger;

/** A JCA provider as a hardware token has it: it hands out a handle, and signs with the key behind it. */
final class DeviceProvider extends Provider {
    private static final long serialVersionUID = 1L;

    private final transient PrivateKey inside;
    private final transient AtomicInteger signatures = new AtomicInteger();

    DeviceProvider(PrivateKey inside) {
        super("Device", "1", "a device for tests");
        this.inside = inside;
        putService(new Service(this, "Signature", "SHA256withECDSA", Spi.class.getName(), null, null) {
            @Override
            public Object newInstance(Object parameter) {
                return new Spi(DeviceProvider.this);
            }
        });
    }

    PrivateKey handle() {
        return new Handle();
    }

    int signatures() {
        return signatures.get();
    }

    private static final class Handle implements PrivateKey {
        private static final long serialVersionUID = 1L;

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public String getFormat() {
            return null;
        }

        @Override
        public byte[] getEncoded() {
            return null;
        }
    }

    private static final class Spi extends SignatureSpi {
        private final DeviceProvider device;
        private final Signature signature;

        Spi(DeviceProvider device) {
            this.device = device;
            try {
                this.signature = Signature.getInstance("SHA256withECDSA", "SunEC");
            } catch (NoSuchAlgorithmException | java.security.NoSuchProviderException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            if (!(key instanceof Handle)) {
                throw new InvalidKeyException("not of this device");
            }
            signature.initSign(device.inside);
        }

        @Override
        protected void engineUpdate(byte b) throws SignatureException {
            signature.update(b);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int from, int length) throws SignatureException {
            signature.update(bytes, from, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            device.signatures.incrementAndGet();
            return signature.sign();
        }

        @Override
        protected void engineInitVerify(PublicKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected boolean engineVerify(byte[] bytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
