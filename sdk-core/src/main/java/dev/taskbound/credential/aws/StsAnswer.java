/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.aws;

import dev.taskbound.credential.CredentialException;
import dev.taskbound.credential.IssuerAnswer;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An answer of AWS STS: XML without declarations, comments and references to anything, few elements, each once. Texts of
 * elements by their paths.
 */
final class StsAnswer {
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
    private static final String RESULT = "AssumeRoleWithWebIdentityResponse/AssumeRoleWithWebIdentityResult/";
    private static final int DEEPEST = 8;
    private static final int MOST_ELEMENTS = 100;

    /** AssumeRoleWithWebIdentity, Errors, and common errors: any other code is text of an unknown kind. */
    private static final Set<String> ERRORS = Set.of(
            "ExpiredToken",
            "ExpiredTokenException",
            "IDPCommunicationError",
            "IDPRejectedClaim",
            "InvalidIdentityToken",
            "MalformedPolicyDocument",
            "PackedPolicyTooLarge",
            "RegionDisabledException",
            "AccessDenied",
            "Throttling",
            "ValidationError");

    private final IssuerAnswer answer;
    private final Map<String, String> texts;

    private StsAnswer(IssuerAnswer answer, Map<String, String> texts) {
        this.answer = answer;
        this.texts = texts;
    }

    /** @throws CredentialException if it is no 200 with such XML; names the status, and the error code if it is a known one */
    static StsAnswer of(IssuerAnswer answer) {
        if (answer.status() == 200) {
            return new StsAnswer(answer, read(answer));
        }
        throw answer.unusable("HTTP " + answer.status() + error(answer));
    }

    private static String error(IssuerAnswer answer) {
        try {
            String code = read(answer).getOrDefault("ErrorResponse/Error/Code", "");
            return ERRORS.contains(code) ? ", " + code : "";
        } catch (CredentialException e) {
            return "";
        }
    }

    /** The text of an element of the result; empty if it is not there. */
    Optional<String> text(String path) {
        return Optional.ofNullable(texts.get(RESULT + path));
    }

    /** @throws CredentialException if it is not there, or holds what a header cannot hold */
    String token(String path) {
        return text(path)
                .filter(text -> !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f))
                .orElseThrow(() -> answer.unusable("expected " + path));
    }

    IssuerAnswer answer() {
        return answer;
    }

    private static Map<String, String> read(IssuerAnswer answer) {
        String xml = answer.body().reveal();
        if (xml.contains("<!") || xml.contains("&") && xml.matches("(?s).*&(?!(lt|gt|amp|quot|apos|#\\d{1,4});).*")) {
            throw answer.unusable("expected XML without declarations and references");
        }
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(xml));
            try {
                return texts(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | RuntimeException e) {
            // Without cause: a parser quotes what it reads.
            throw answer.unusable("HTTP " + answer.status() + ", expected an answer of AWS STS in XML");
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    private static Map<String, String> texts(XMLStreamReader reader) throws XMLStreamException {
        Map<String, String> texts = new HashMap<>();
        Deque<String> path = new ArrayDeque<>();
        StringBuilder text = new StringBuilder();
        int elements = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    require(NAMESPACE.equals(reader.getNamespaceURI()), "the namespace of AWS STS");
                    require(++elements <= MOST_ELEMENTS && path.size() < DEEPEST, "few elements");
                    path.addLast(reader.getLocalName());
                    text.setLength(0);
                }
                case XMLStreamConstants.CHARACTERS -> text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    String before =
                            texts.put(String.join("/", path), text.toString().strip());
                    require(before == null, "each element once");
                    path.removeLast();
                    text.setLength(0);
                }
                case XMLStreamConstants.SPACE, XMLStreamConstants.END_DOCUMENT -> {}
                default -> require(false, "elements and text");
            }
        }
        return texts;
    }

    private static void require(boolean holds, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("expected " + expected);
        }
    }
}
