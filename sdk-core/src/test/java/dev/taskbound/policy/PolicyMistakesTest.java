/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import static dev.taskbound.policy.BadFile.bad;
import static dev.taskbound.policy.BadFile.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** DESIGN, "Policy file": every mistake is found at load time and named with file, line, path and what was expected. */
class PolicyMistakesTest {
    @ParameterizedTest
    @MethodSource({"yaml", "scalars", "head", "sources", "destinations", "tools", "intents", "rules", "conditions"})
    void saysOneThingAndWhere(BadFile file) {
        assertThat(problems(file.yaml())).singleElement().satisfies(problem -> {
            assertThat(problem.message()).contains(file.message());
            assertThat(problem.path()).isEqualTo(file.path());
            assertThat(problem.line() + ":" + problem.column()).isEqualTo(file.line() + ":" + file.column());
            assertThat(problem.file()).isEqualTo("p.yaml");
        });
    }

    static Stream<BadFile> yaml() {
        return Stream.of(
                bad("{ owner: team", "«&a { owner: team", "agents.helper", "found an anchor"),
                bad("owner: team", "owner: «*a", "agents.helper.owner", "found an alias"),
                bad("  helper:", "  «<<: { owner: x }\n  helper:", "agents", "found a merge key"),
                bad("owner: team", "owner: «!!str team", "agents.helper.owner", "found a tag"),
                bad("owner: team", "owner: «!secret team", "agents.helper.owner", "found a tag"),
                bad("owner: team", "owner: «! team", "agents.helper.owner", "found a tag"),
                bad("[iban]", "«!!set [iban]", "tools.pay.control", "found a tag"),
                bad("revision: 3", "revision: 3\n«name: again", "name", "it already stands in line 2"),
                bad("expires: 2030-01-31", "«\"owner\": x", "agents.helper.owner", "found the key \"owner\" again"),
                bad("name: base", "? «[a]\n: b\nname: base", "", "found a list as a key"),
                bad("    unknown_origin: deny", "    unknown_origin: deny\n«---\nversion: 1", "", "second document"),
                bad("  helper:", "«\thelper:", "", "found a tab, expected spaces"),
                bad("[helper]", "[helper«}", "", "not YAML"),
                bad("name: base", "name: b«: ase", "", "not YAML"),
                bad("  helper:", "    x: y\n  «helper:", "", "not YAML"),
                bad("owner: team", "owner: «\"\\0\"", "agents.helper.owner", "found an escape for U+0000"),
                bad("owner: team", "owner: «\"\\ud800\"", "agents.helper.owner", "found an escape for U+D800"),
                bad("owner: team", "owner: te«\u0000am", "", "U+0000"),
                bad("owner: team", "owner: te«\u202eam", "", "U+202E"),
                bad("owner: team", "owner: te«\u2028am", "", "U+2028"),
                bad("owner: team", "owner: te«\u001bam", "", "U+001B"),
                bad("owner: team", "owner: te«\ufffeam", "", "U+FFFE"),
                bad("owner: team", "owner: te«\ufeffam", "", "U+FEFF"),
                bad("name: base", "name: base\n«no: x", "", "found no (a boolean), expected a name"),
                bad("name: base", "name: base\n«404: x", "", "quote it: \"404\""),
                bad("name: base", "name: base\n«\"\": x", "", "expected a name of 1 to 200 characters"),
                whole("«", "", "empty file"),
                whole("« \n\n", "", "empty file"),
                whole("# a comment\n«", "", "found comments only"),
                whole("«- a", "", "found a list, expected a map"),
                whole("«hello", "", "found the text \"hello\", expected a map"),
                whole("version: 1\nname: «\"base\n\n", "", "not YAML"));
    }

    static Stream<BadFile> scalars() {
        return Stream.of(
                bad(
                        "owner: team",
                        "owner: «no",
                        "agents.helper.owner",
                        "found no (a boolean), expected text; if text is meant, quote it: \"no\""),
                bad("owner: team", "owner: «yes", "agents.helper.owner", "quote it: \"yes\""),
                bad("owner: team", "owner: «On", "agents.helper.owner", "quote it"),
                bad("owner: team", "owner: «true", "agents.helper.owner", "quote it"),
                bad("owner: team", "owner: «0777", "agents.helper.owner", "found 0777 (a number)"),
                bad("owner: team", "owner: «0o17", "agents.helper.owner", "a number"),
                bad("owner: team", "owner: «0xff", "agents.helper.owner", "a number"),
                bad("owner: team", "owner: «1.10", "agents.helper.owner", "found 1.10 (a number)"),
                bad("owner: team", "owner: «1_000", "agents.helper.owner", "a number"),
                bad("owner: team", "owner: «12:30", "agents.helper.owner", "a number"),
                bad("owner: team", "owner: «1e3", "agents.helper.owner", "a number"),
                bad("owner: team", "owner: «.inf", "agents.helper.owner", "a number"),
                bad("owner: team", "owner: «-.5", "agents.helper.owner", "a number"),
                bad("owner: team", "owner: «2026-01-01", "agents.helper.owner", "found 2026-01-01 (a date)"),
                bad("owner: team", "owner: «~", "agents.helper.owner", "found nothing, expected text"),
                bad("owner: team", "owner: «[team]", "agents.helper.owner", "found a list, expected text"),
                bad("owner: team", "owner: «\" \"", "agents.helper.owner", "expected text"),
                bad("revision: 3", "revision: «\"3\"", "revision", "found the text \"3\", expected a whole number"),
                bad("revision: 3", "revision: «03", "revision", "expected a whole number"),
                bad("revision: 3", "revision: «0", "revision", "a whole number from 1 to"),
                bad("revision: 3", "revision: «-3", "revision", "found -3, expected a whole number from 1"),
                bad("revision: 3", "revision: «3.0", "revision", "a whole number"),
                bad("revision: 3", "revision: «99999999999999999999", "revision", "a whole number"),
                bad("revision: 3", "revision: «three", "revision", "found the text \"three\""),
                bad("ttl: 30s", "ttl: «30", "destinations.shop.ttl", "found 30 (a number), expected a duration"),
                bad("ttl: 30s", "ttl: «30 s", "destinations.shop.ttl", "a duration such as 30s"),
                bad("ttl: 30s", "ttl: «1h30m", "destinations.shop.ttl", "a duration such as 30s"),
                bad("ttl: 30s", "ttl: «0s", "destinations.shop.ttl", "a duration such as"),
                bad("ttl: 30s", "ttl: «2h", "destinations.shop.ttl", "at most 1h"),
                bad("ttl: 30s", "ttl: «-5m", "destinations.shop.ttl", "a duration such as"),
                bad("ttl: 30s", "ttl: «999999999999d", "destinations.shop.ttl", "a duration such as"),
                bad("2030-01-31", "«2030-02-30", "agents.helper.expires", "a date such as 2027-06-30"),
                bad("2030-01-31", "«31.01.2030", "agents.helper.expires", "a date such as 2027-06-30"),
                bad("2030-01-31", "«2030-01-31T00:00:00Z", "agents.helper.expires", "a date such as 2027-06-30"));
    }

    static Stream<BadFile> head() {
        return Stream.of(
                bad("version: 1", "version: «2", "version", "the number 1"),
                bad("version: 1\nname", "«name", "", "found no key \"version\""),
                bad("version: 1\nname: base", "«version: 1", "", "found no key \"name\", expected a name"),
                bad("version: 1\nname: base\nrevision: 3", "«version: 1\nname: base", "", "found no key \"revision\""),
                bad("name: base", "name: «base line", "name", "a name of letters"),
                bad("agents:", "«extra: {}\nagents:", "extra", "unknown key \"extra\", expected one of version, name"),
                bad("agents:", "«intnets: {}\nagents:", "intnets", "did you mean \"intents\"?"),
                bad("agents:", "draft: «true\nagents:", "draft", "delete this line once somebody has read the file"),
                bad("agents:", "draft: «yes\nagents:", "draft", "expected true or false"),
                bad("agents:", "mode: «observe\nagents:", "mode", "expected enforce, or { observe"),
                bad("agents:", "mode: «{}\nagents:", "mode", "found no key \"observe\""),
                bad("agents:", "mode: { observe: «{} }\nagents:", "mode.observe", "found no key \"until\""),
                bad("agents:", "mode: { observe: { until: «soon } }\nagents:", "mode.observe.until", "a date"),
                bad(
                        "revision: 3",
                        "revision: 3\nenvironment: «prod",
                        "environment",
                        "development, test, staging, production"),
                bad(
                        "owner: team",
                        "owner: team, risk: «{ decision: accept }",
                        "agents.helper.risk",
                        "found no key \"review_by\", expected a date"),
                bad(
                        "owner: team",
                        "owner: team, risk: { decision: «ignore, review_by: 2030-01-01 }",
                        "agents.helper.risk.decision",
                        "expected one of accept, mitigate, transfer, avoid"),
                bad(
                        "owner: team",
                        "owner: team, risk: { decision: accept, review_by: 2030-01-01, «tikcet: A-1 }",
                        "agents.helper.risk.tikcet",
                        "did you mean \"ticket\"?"),
                bad("  helper: { owner", "  helper: { «onwer", "agents.helper.onwer", "did you mean \"owner\"?"),
                bad(
                        "  helper:",
                        "  «the bot: {}\n  helper:",
                        "agents[\"the bot\"]",
                        "found the name \"the bot\", expected a name"),
                bad("  helper:", "  bot: «[x]\n  helper:", "agents.bot", "found a list, expected a map"));
    }

    static Stream<BadFile> sources() {
        return Stream.of(
                bad("token-exchange", "«token-exchnage", "sources.idp.type", "did you mean \"token-exchange\"?"),
                bad("  idp:\n    type: token-exchange\n", "  «idp:\n", "sources.idp", "found no key \"type\""),
                bad(
                        "type: token-exchange",
                        "type: token-exchange\n    token: «saml",
                        "sources.idp.token",
                        "one of jwt, opaque"),
                bad(
                        "type: token-exchange",
                        "type: token-exchange\n    actor: «none",
                        "sources.idp.actor",
                        "one of assertion, token"),
                bad("https://idp.example.com", "«http://idp.example.com", "sources.idp.issuer", "an https URL"),
                bad("https://idp.example.com", "«https://u:pw@idp.example.com", "sources.idp.issuer", "an https URL"),
                bad("https://idp.example.com", "«https://idp.example.com?a=b", "sources.idp.issuer", "an https URL"),
                bad("https://idp.example.com", "«https://idp.example.com#x", "sources.idp.issuer", "an https URL"),
                bad("https://idp.example.com", "«idp.example.com", "sources.idp.issuer", "an https URL"),
                bad("https://idp.example.com", "«https://idp example.com", "sources.idp.issuer", "an https URL"),
                bad("https://idp.example.com", "«ftp://idp.example.com", "sources.idp.issuer", "an https URL"),
                bad("https://idp.example.com", "«\"https:///x\"", "sources.idp.issuer", "an https URL"),
                bad("https://idp.example.com", "«http://127.0.0.1.evil.example", "sources.idp.issuer", "an https URL"),
                bad(
                        "  idp:\n    type: token-exchange\n    issuer: https://idp.example.com",
                        "  «idp:\n    type: token-exchange",
                        "sources.idp",
                        "found no key \"issuer\""),
                bad(
                        "client: reader",
                        "«clinet: reader, client: reader",
                        "sources.idp.identities[0].clinet",
                        "did you mean \"client\"?"),
                bad(
                        "{ when: { action: read }, client: reader,",
                        "«{ when: { action: read },",
                        "sources.idp.identities[0]",
                        "found no key \"client\""),
                bad(
                        "action: read }",
                        "action: «raed }",
                        "sources.idp.identities[0].when.action",
                        "did you mean \"read\"?"),
                bad("action: read }", "«role: x }", "sources.idp.identities[0].when.role", "unknown key \"role\""),
                bad(
                        "action: read }",
                        "agent: «helpr }",
                        "sources.idp.identities[0].when.agent",
                        "did you mean \"helper\"?"),
                bad(
                        "action: read }",
                        "destination: «shopp }",
                        "sources.idp.identities[0].when.destination",
                        "did you mean \"shop\"?"),
                bad(
                        "    identities:\n      - { when: { action: read }, client: reader, workload: pod }",
                        "    identities: «[]",
                        "sources.idp.identities",
                        "found an empty list"),
                bad(
                        "    identities:\n      - {",
                        "    «identities:\n      x: {",
                        "sources.idp.identities",
                        "found a map, expected a list"),
                bad(
                        "  idp:\n"
                                + "    type: token-exchange\n"
                                + "    issuer: https://idp.example.com\n"
                                + "    identities:\n"
                                + "      - { when: { action: read }, client: reader, workload: pod }\n",
                        "  «idp:\n    type: client-credentials\n    issuer: https://idp.example.com\n",
                        "sources.idp",
                        "found no key \"identities\""),
                bad("[actor_token]", "[«actor_tokn]", "sources.idp.ignores[0]", "did you mean \"actor_token\"?"),
                bad("[actor_token]", "«actor_token", "sources.idp.ignores", "expected a list of one of"));
    }

    static Stream<BadFile> destinations() {
        return Stream.of(
                bad(
                        "[shop.example.com]",
                        "[«\"https://shop.example.com\"]",
                        "destinations.shop.hosts[0]",
                        "expected a host as name or name:port"),
                bad(
                        "[shop.example.com]",
                        "[«shop.example.com/x]",
                        "destinations.shop.hosts[0]",
                        "expected a host as name or name:port"),
                bad(
                        "[shop.example.com]",
                        "[«\"*.example.com\"]",
                        "destinations.shop.hosts[0]",
                        "expected a host as name or name:port"),
                bad(
                        "[shop.example.com]",
                        "[«user@shop.example.com]",
                        "destinations.shop.hosts[0]",
                        "expected a host as name or name:port"),
                bad(
                        "[shop.example.com]",
                        "[«\"shop.example.com:0\"]",
                        "destinations.shop.hosts[0]",
                        "expected a host as name or name:port"),
                bad(
                        "[shop.example.com]",
                        "[«\"shop.example.com:70000\"]",
                        "destinations.shop.hosts[0]",
                        "expected a host as name or name:port"),
                bad(
                        "[shop.example.com]",
                        "[«\"shop:\"]",
                        "destinations.shop.hosts[0]",
                        "expected a host as name or name:port"),
                bad(
                        "[shop.example.com]",
                        "[«.shop]",
                        "destinations.shop.hosts[0]",
                        "expected a host as name or name:port"),
                bad(
                        "[shop.example.com]",
                        "[«shop..example.com]",
                        "destinations.shop.hosts[0]",
                        "expected a host as name or name:port"),
                bad(
                        "[shop.example.com]",
                        "[«\"[::1\"]",
                        "destinations.shop.hosts[0]",
                        "expected a host as name or name:port"),
                bad(
                        "[shop.example.com]",
                        "[«\"[1::2::3]\"]",
                        "destinations.shop.hosts[0]",
                        "expected a host as name or name:port"),
                bad(
                        "[shop.example.com]",
                        "[«10.0.0.256]",
                        "destinations.shop.hosts[0]",
                        "expected a host as name or name:port"),
                bad(
                        "[shop.example.com]",
                        "[«\"0x7f.0x1\"]",
                        "destinations.shop.hosts[0]",
                        "expected a host as name or name:port"),
                bad(
                        "[shop.example.com]",
                        "[«b\u00fccher.example]",
                        "destinations.shop.hosts[0]",
                        "expected a host as name or name:port"),
                bad(
                        "[shop.example.com]",
                        "[«-shop.example.com]",
                        "destinations.shop.hosts[0]",
                        "expected a host as name or name:port"),
                bad("[shop.example.com]", "«[]", "destinations.shop.hosts", "found an empty list"),
                bad(
                        "[shop.example.com]",
                        "«shop.example.com",
                        "destinations.shop.hosts",
                        "found the text \"shop.example.com\", expected a list"),
                bad(
                        "  shop:\n    hosts: [shop.example.com]\n",
                        "  «shop:\n",
                        "destinations.shop",
                        "found no key \"hosts\""),
                bad(
                        "source: idp",
                        "source: «ipd",
                        "destinations.shop.source",
                        "expected the name of a source in sources; did you mean \"idp\"?"),
                bad(
                        "  shop:\n    hosts: [shop.example.com]\n    source: idp\n    audience: shop",
                        "  «shop:\n    hosts: [shop.example.com]\n    source: idp",
                        "destinations.shop",
                        "found no key \"audience\""),
                bad("read: shop.read", "«reed: shop.read", "destinations.shop.scopes.reed", "did you mean \"read\"?"),
                bad("read: shop.read", "read: «\"a  b\"", "destinations.shop.scopes.read", "scopes as in OAuth"),
                bad(
                        "ttl: 30s",
                        "ttl: 30s\n    trace: «all",
                        "destinations.shop.trace",
                        "one of none, traceparent, task"),
                bad(
                        "ttl: 30s",
                        "ttl: 30s\n    private: «yes",
                        "destinations.shop.private",
                        "found yes, expected true or false"),
                bad(
                        "ttl: 30s",
                        "ttl: 30s\n    private: «\"true\"",
                        "destinations.shop.private",
                        "expected true or false"),
                bad(
                        "ttl: 30s",
                        "ttl: 30s\n    proof: «mac",
                        "destinations.shop.proof",
                        "one of none, dpop, certificate"),
                bad("source: idp", "source: idp\n    reuse: «all", "destinations.shop.reuse", "one of none, task"),
                bad("source: idp", "reuse: «task", "destinations.shop.reuse", "can be shared"));
    }

    static Stream<BadFile> tools() {
        return Stream.of(
                bad("action: write", "action: «wirte", "tools.pay.action", "did you mean \"write\"?"),
                bad(
                        "  look:\n    action: read\n",
                        "  «look:\n",
                        "tools.look",
                        "found no key \"action\", expected one of read, write, admin"),
                bad(
                        "    destination: shop\n    args: { id",
                        "    destination: «shpo\n    args: { id",
                        "tools.look.destination",
                        "did you mean \"shop\"?"),
                bad(
                        "amount: number, iban",
                        "amount: «decimal, iban",
                        "tools.pay.args.amount",
                        "one of string, integer, number"),
                bad(
                        "[iban]",
                        "[«ibna]",
                        "tools.pay.control[0]",
                        "expected the name of an argument in args; did you mean \"iban\"?"),
                bad(
                        "[iban]",
                        "{ «ibna: { from: [statement] } }",
                        "tools.pay.control.ibna",
                        "expected the name of an argument in args; did you mean \"iban\"?"),
                bad(
                        "[iban]",
                        "{ iban: { from: [«statment] } }",
                        "tools.pay.control.iban.from[0]",
                        "expected statement, parameter, parameter.NAME, or a tool in tools"),
                bad("[iban]", "{ iban: { from: «[] } }", "tools.pay.control.iban.from", "found an empty list"),
                bad(
                        "[iban]",
                        "{ iban: { «form: [statement] } }",
                        "tools.pay.control.iban.form",
                        "did you mean \"from\"?"),
                bad(
                        "Pay {amount}",
                        "«Pay {amuont}",
                        "tools.pay.describe",
                        "found {amuont} in the text, expected the name of an argument in args; did you mean"
                                + " \"amount\"?"),
                bad(
                        "{ labels: [pii] }",
                        "{ trust: «ful, labels: [pii] }",
                        "tools.look.result.trust",
                        "trusted or untrusted"),
                bad(
                        "{ labels: [pii] }",
                        "{ trust: { fields: [«'a..b'] }, labels: [pii] }",
                        "tools.look.result.trust.fields[0]",
                        "expected the path of a field, such as customer.iban or hits[*].email"),
                bad(
                        "{ labels: [pii] }",
                        "{ trust: { fields: «[] }, labels: [pii] }",
                        "tools.look.result.trust.fields",
                        "found an empty list"),
                bad(
                        "{ labels: [pii] }",
                        "{ trust: { «feilds: [id], fields: [id] }, labels: [pii] }",
                        "tools.look.result.trust.feilds",
                        "did you mean \"fields\"?"),
                bad(
                        "{ labels: [pii] }",
                        "{ «lables: [x], labels: [pii] }",
                        "tools.look.result.lables",
                        "did you mean \"labels\"?"),
                bad(
                        "control: [iban]",
                        "content: { «note: { untrusted_entities: deny } }",
                        "tools.pay.content.note",
                        "expected the name of an argument in args"),
                bad(
                        "control: [iban]",
                        "content: { iban: { untrusted_entities: «ask } }",
                        "tools.pay.content.iban.untrusted_entities",
                        "one of deny, approve"),
                bad(
                        "control: [iban]",
                        "content: { iban: «{} }",
                        "tools.pay.content.iban",
                        "found no key \"untrusted_entities\""),
                bad("  pay:", "  «pay it:\n    action: read\n  pay:", "tools[\"pay it\"]", "expected a tool's name"),
                bad("control: [iban]", "«destinaton: shop", "tools.pay.destinaton", "did you mean \"destination\"?"));
    }

    static Stream<BadFile> intents() {
        return Stream.of(
                bad(
                        "[helper]",
                        "[«hepler]",
                        "intents.buy.open.agents[0]",
                        "expected the name of an agent in agents; did you mean \"helper\"?"),
                bad("[helper]", "«[]", "intents.buy.open.agents", "found an empty list"),
                bad(
                        "rate: { calls: 5, per: 1m }",
                        "rate: «{ calls: 5 }",
                        "intents.buy.limits.rate",
                        "found no key \"per\""),
                bad(
                        "destinations: 2",
                        "destinations: «[shop]",
                        "intents.buy.limits.destinations",
                        "found a list, expected a whole number from 0 to 1000000"),
                bad(
                        "by: lead, wait: 5m",
                        "by: lead, above: { «amuont: 5 }",
                        "intents.buy.allow[1].approval.above.amuont",
                        "did you mean \"amount\"?"),
                bad(
                        "by: lead, wait: 5m",
                        "by: lead, above: { amount: «none }",
                        "intents.buy.allow[1].approval.above.amount",
                        "expected a number above 0"),
                bad(
                        "approval: {",
                        "approval: «{ above: { amount: 5 }, remember: task,",
                        "intents.buy.allow[1].approval",
                        "found remember and above, expected one of them"),
                bad("repeats: 1", "repeats: «once", "intents.buy.limits.repeats", "a whole number from 0 to 1000000"),
                bad("sum: { amount: 900 }", "sum: { amount: «0 }", "intents.buy.limits.sum.amount", "a number above 0"),
                bad("tools: { pay:", "tools: { «pya:", "intents.buy.limits.tools.pya", "did you mean \"pay\"?"),
                bad(
                        "pay: { count: 4 }",
                        "pay: { sum: { «amuont: 4 } }",
                        "intents.buy.limits.tools.pay.sum.amuont",
                        "did you mean \"amount\"?"),
                bad("pay: { count: 4 }", "pay: «{}", "intents.buy.limits.tools.pay", "expected count, sum or both"),
                bad(
                        "actions: { write:",
                        "actions: { «wirte:",
                        "intents.buy.limits.actions.wirte",
                        "did you mean \"write\"?"),
                bad("{ agents: [helper], when", "«{ when", "intents.buy.open", "found no key \"agents\""),
                bad(
                        "budget: number",
                        "budget: «money",
                        "intents.buy.parameters.budget",
                        "one of string, integer, number, boolean, list"),
                bad(
                        "budget: number",
                        "budget: number, obj: «object",
                        "intents.buy.parameters.obj",
                        "one of string, integer"),
                bad(
                        "budget: number",
                        "budget: number, «order-id: string",
                        "intents.buy.parameters.order-id",
                        "a name that conditions can use"),
                bad("calls: 9", "calls: «0", "intents.buy.limits.calls", "a whole number from 1 to 1000000"),
                bad("calls: 9", "calls: «-1", "intents.buy.limits.calls", "found -1"),
                bad("calls: 9", "calls: «10000000", "intents.buy.limits.calls", "a whole number from 1"),
                bad("calls: 9", "«cals: 9", "intents.buy.limits.cals", "did you mean \"calls\"?"),
                bad("duration: 10m", "duration: «30d", "intents.buy.limits.duration", "at most 7d"),
                bad("duration: 10m", "depth: «99", "intents.buy.limits.depth", "a whole number from 0 to 16"),
                bad(
                        "unknown_origin: deny",
                        "unknown_origin: «allow",
                        "intents.buy.unknown_origin",
                        "expected deny, or { approve"),
                bad(
                        "unknown_origin: deny",
                        "unknown_origin: «{ wait: 5m }",
                        "intents.buy.unknown_origin",
                        "found no key \"approve\""),
                bad(
                        "unknown_origin: deny",
                        "unknown_origin: { approve: lead, «wiat: 5m }",
                        "intents.buy.unknown_origin.wiat",
                        "did you mean \"wait\"?"),
                bad(
                        "control: [iban]\n    describe: Pay {amount}\nintents:\n  buy",
                        "content: { iban: { untrusted_entities: approve } }\nintents:\n  «buy",
                        "intents.buy",
                        "expected unknown_origin: { approve: ... }"),
                bad("    limits:", "    «limit: {}\n    limits:", "intents.buy.limit", "did you mean \"limits\"?"));
    }

    static Stream<BadFile> rules() {
        return Stream.of(
                bad(
                        "- tool: look",
                        "- tool: «lok",
                        "intents.buy.allow[0].tool",
                        "expected the name of a tool in tools; did you mean \"look\"?"),
                bad("- tool: look", "- «{}", "intents.buy.allow[0]", "found no key \"tool\""),
                bad("- tool: look", "- «look", "intents.buy.allow[0]", "found the text \"look\", expected a map"),
                bad(
                        "- tool: look",
                        "- tool: look\n        «wehn: \"true\"",
                        "intents.buy.allow[0].wehn",
                        "did you mean \"when\"?"),
                bad(
                        "by: lead, wait",
                        "«byy: x, by: lead, wait",
                        "intents.buy.allow[1].approval.byy",
                        "did you mean \"by\"?"),
                bad(
                        "approval: { when: args.amount > 100, by: lead,",
                        "approval: «{ when: args.amount > 100,",
                        "intents.buy.allow[1].approval",
                        "found no key \"by\""),
                bad("wait: 5m", "wait: «5 minutes", "intents.buy.allow[1].approval.wait", "a duration such as"),
                bad("wait: 5m", "wait: «8d", "intents.buy.allow[1].approval.wait", "at most 7d"),
                bad("count: 3", "count: «0", "intents.buy.allow[1].limit.count", "a whole number from 1"),
                bad("{ count: 3, sum: { amount: 500 } }", "«{}", "intents.buy.allow[1].limit", "count, sum or both"),
                bad(
                        "{ amount: 500 }",
                        "{ «amuont: 500 }",
                        "intents.buy.allow[1].limit.sum.amuont",
                        "did you mean \"amount\"?"),
                bad(
                        "{ amount: 500 }",
                        "{ amount: «-500 }",
                        "intents.buy.allow[1].limit.sum.amount",
                        "a number above 0"),
                bad("{ amount: 500 }", "{ amount: «0 }", "intents.buy.allow[1].limit.sum.amount", "a number above 0"),
                bad("{ amount: 500 }", "{ amount: «1e9 }", "intents.buy.allow[1].limit.sum.amount", "a number above 0"),
                bad(
                        "{ amount: 500 }",
                        "{ amount: «\"500\" }",
                        "intents.buy.allow[1].limit.sum.amount",
                        "a number above 0"),
                bad(
                        "from: pii",
                        "from: «pi",
                        "intents.buy.deny[0].from",
                        "expected a label that some tool's result carries; did you mean \"pii\"?"),
                bad("to: shop", "to: «shp", "intents.buy.deny[0].to", "did you mean \"shop\"?"),
                bad("{ from: pii, to: shop }", "«{ from: pii }", "intents.buy.deny[0]", "found no key \"to\""),
                bad("{ from: pii, to: shop }", "«{ to: shop }", "intents.buy.deny[0]", "found no key \"from\""),
                bad("to: shop }", "to: shop, match: «all }", "intents.buy.deny[0].match", "one of task, value"),
                bad("to: shop }", "to: shop, «tool: pay }", "intents.buy.deny[0].tool", "unknown key \"tool\""),
                bad(
                        "{ from: pii, to: shop }",
                        "«{ reason: because }",
                        "intents.buy.deny[0]",
                        "what to deny: tool, action"),
                bad("{ from: pii, to: shop }", "{ tool: «payy }", "intents.buy.deny[0].tool", "did you mean \"pay\"?"),
                bad(
                        "{ from: pii, to: shop }",
                        "{ action: «delete }",
                        "intents.buy.deny[0].action",
                        "one of read, write, admin"));
    }

    static Stream<BadFile> conditions() {
        return Stream.of(
                bad("args.amount <= task.budget", "args.«amuont <= task.budget", "intents.buy.allow[1].when", "amuont"),
                bad("args.amount <= task.budget", "args.amount <= task.«bugdet", "intents.buy.allow[1].when", "bugdet"),
                bad("args.amount <= task.budget", "args.amount «<= \"x\"", "intents.buy.allow[1].when", ""),
                bad("args.amount <= task.budget", "args.amount <=«", "intents.buy.allow[1].when", ""),
                bad("args.amount <= task.budget", "args«.amount", "intents.buy.allow[1].when", ""),
                bad(
                        "args.amount <= task.budget",
                        "«true",
                        "intents.buy.allow[1].when",
                        "found true (a boolean), expected a condition"),
                bad("args.amount <= task.budget", "«1", "intents.buy.allow[1].when", "expected a condition"),
                bad(
                        "args.amount <= task.budget",
                        "«[a]",
                        "intents.buy.allow[1].when",
                        "found a list, expected a condition"),
                bad(
                        "        when: args.amount <= task.budget",
                        "        when: |\n          args.amount > 0 &&\n            args.«amuont < 5",
                        "intents.buy.allow[1].when",
                        "amuont"),
                bad(
                        "        when: args.amount <= task.budget",
                        "        when: >-  # folded\n          args.amount > 0 &&\n          args.«amuont < 5",
                        "intents.buy.allow[1].when",
                        "amuont"),
                bad(
                        "        when: args.amount <= task.budget",
                        "        when: args.amount > 0\n          && args.«amuont < 5",
                        "intents.buy.allow[1].when",
                        "amuont"),
                bad(
                        "        when: args.amount <= task.budget",
                        "        when: 'args.iban == ''a b'' && args.«amuont < 5'",
                        "intents.buy.allow[1].when",
                        "amuont"),
                bad(
                        "        when: args.amount <= task.budget",
                        "        when: \"args.iban == \\\"a\\tb\\u0041\\x41\\\" && args.«amuont < 5\"",
                        "intents.buy.allow[1].when",
                        "amuont"),
                bad(
                        "        when: args.amount <= task.budget",
                        "        when: \"args.iban == \\\"a\\\" \\\n          && args.«amuont < 5\"",
                        "intents.buy.allow[1].when",
                        "amuont"),
                bad(
                        "        when: args.amount <= task.budget",
                        "        when: args.iban == \"é\" && args.«amuont < 5",
                        "intents.buy.allow[1].when",
                        "amuont"),
                bad(
                        "        when: args.amount <= task.budget",
                        "        when: «agrs.amount < 5",
                        "intents.buy.allow[1].when",
                        "agrs"),
                bad(
                        "        when: args.amount <= task.budget",
                        "        when: «knwon(args.iban)",
                        "intents.buy.allow[1].when",
                        "knwon"),
                bad("'buyer' in principal.roles", "'buyer' in principal.«rols", "intents.buy.open.when", "rols"),
                bad("'buyer' in principal.roles", "«args.x == 1", "intents.buy.open.when", "args"),
                bad(
                        "when: args.amount > 100",
                        "when: args.«amont > 100",
                        "intents.buy.allow[1].approval.when",
                        "amont"),
                bad("to: shop }", "to: shop, when: «tusk.x }", "intents.buy.deny[0].when", "tusk"));
    }

    @Test
    void saysEverythingAtOnceInTheOrderOfTheFile() {
        String yaml = PolicyFiles.BASE
                .replace("revision: 3", "revision: none")
                .replace("source: idp", "source: ipd")
                .replace("args.amount <= task.budget", "args.amuont <= tusk.budget")
                .replace("calls: 9", "calls: &a 9");

        List<PolicyProblem> problems = problems(yaml);

        assertThat(problems)
                .extracting(PolicyProblem::path)
                .containsExactly(
                        "revision",
                        "destinations.shop.source",
                        "intents.buy.allow[1].when",
                        "intents.buy.allow[1].when",
                        "intents.buy.limits.calls");
        assertThat(problems).extracting(PolicyProblem::line).isSorted();
    }

    @Test
    void keepsTheFirstHundredMistakes() {
        String yaml = PolicyFiles.BASE + "    x: 1\n".repeat(5_000);

        assertThat(problems(yaml)).hasSize(100);
    }

    @Test
    void showsPlacesAsEditorsDo() {
        PolicyException refused = refused(PolicyFiles.BASE.replace("ttl: 30s", "ttl: 30"));

        assertThat(refused)
                .hasMessage("p.yaml:19:10: destinations.shop.ttl: found 30 (a number), expected a duration such as 30s,"
                        + " 5m or 1h, at most 1h");
    }

    private static List<PolicyProblem> problems(String yaml) {
        return refused(yaml).problems();
    }

    private static PolicyException refused(String yaml) {
        PolicyException refused = catchThrowableOfType(PolicyException.class, () -> Policy.parse("p.yaml", yaml));
        assertThat(refused).as("refusal").isNotNull();
        return refused;
    }
}
