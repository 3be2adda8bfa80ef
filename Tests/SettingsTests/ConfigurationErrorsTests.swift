import Settings
import Testing

@Suite("Problems of a document")
struct ConfigurationErrorsTests {
    static let document = Harness.document

    static let fields: [Mistake] = [
        Mistake("providers: {p: {type: simulated}}", .missingField, "1:1", "version", "required"),
        Mistake("version: 1", .missingField, "1:1", "providers", "required"),
        Mistake("version: 1\nproviders: {}", .invalidValue, "2:12", "providers", "0 entries", "at least 1"),
        Mistake("version: 2\nproviders: {p: {type: simulated}}", .invalidValue, "1:10", "version", "allowed: 1"),
        Mistake(
            document("servre: {}"),
            .unknownField,
            "3:1",
            "servre",
            "did you mean \"server\"?",
            "allowed here: $schema, version, server, data, time_zone, currency, providers, models, organization, teams"
        ),
        Mistake(
            document("server: {max_bdoy: 1MiB}"),
            .unknownField,
            "3:10",
            "server.max_bdoy",
            "did you mean \"max_body\"?",
            "idle_timeout"
        ),
        Mistake(document("server: 5"), .wrongType, "3:9", "server", "expected a mapping, found a number"),
        Mistake(document("server:"), .wrongType, "3:8", "server", "expected a mapping, found nothing"),
        Mistake(document("server: {strict: yes}"), .wrongType, "3:18", "server.strict", "expected true or false"),
        Mistake(document("server: {strict: \"true\"}"), .wrongType, "3:18", "server.strict", "found a string"),
        Mistake(document("server: {loops: 0}"), .invalidValue, "3:17", "server.loops", "allowed: 1 to 1024"),
        Mistake(document("server: {loops: 1.5}"), .wrongType, "3:17", "server.loops", "expected an integer"),
        Mistake(
            document("server: {loops: 99999999999999999999}"),
            .wrongType,
            "3:17",
            "server.loops",
            "expected an integer"
        ),
        Mistake(document("models: [a]"), .wrongType, "3:9", "models", "expected a mapping, found a list"),
        Mistake(document("keys: {a: b}"), .wrongType, "3:7", "keys", "expected a list, found a mapping"),
        Mistake(document("server: {listen: {}}"), .wrongType, "3:18", "server.listen", "found a mapping"),
        Mistake(
            document("server: {tls: {certificate: a.pem}}"),
            .missingField,
            "3:15",
            "server.tls.key",
            "required"
        ),
    ]

    static let values: [Mistake] = [
        Mistake(
            document("server: {drain_timeout: 30}"),
            .invalidValue,
            "3:25",
            "server.drain_timeout",
            "\"30\" is not a duration",
            "ms, s, m, h, d"
        ),
        Mistake(
            document("server: {drain_timeout: 1h30m}"),
            .invalidValue,
            "3:25",
            "server.drain_timeout",
            "\"1h30m\""
        ),
        Mistake(
            document("server: {header_timeout: 2h}"),
            .invalidValue,
            "3:26",
            "server.header_timeout",
            "allowed: 100ms to 1h"
        ),
        Mistake(document("server: {max_body: 50MB}"), .invalidValue, "3:20", "server.max_body", "KiB, MiB, GiB"),
        Mistake(
            document("server: {max_body: 9999999999GiB}"),
            .invalidValue,
            "3:20",
            "server.max_body",
            "is not a size"
        ),
        Mistake(document("server: {max_body: 12}"), .invalidValue, "3:20", "server.max_body", "1KiB to 1GiB"),
        Mistake(document("server: {listen: localhost}"), .invalidValue, "3:18", "server.listen", "127.0.0.1:4000"),
        Mistake(document("server: {listen: \"a:70000\"}"), .invalidValue, "3:18", "server.listen", "a:70000"),
        Mistake(document("server: {listen: \"300.1.1.1:80\"}"), .invalidValue, "3:18", "server.listen", "is not an"),
        Mistake(
            document("keys: [{name: a b, key: sk-km-0123456789}]"),
            .invalidValue,
            "3:15",
            "keys[0].name",
            "letters"
        ),
        Mistake(
            document("keys: [{name: 12, key: sk-km-0123456789}]"),
            .wrongType,
            "3:15",
            "keys[0].name",
            "put it in quotes"
        ),
        Mistake(
            document("keys: [{name: a, key: 0123456789012345}]"),
            .wrongType,
            "3:23",
            "keys[0].key",
            "found a number"
        ),
        Mistake(
            document("keys: [{name: a, key: short}]"),
            .invalidValue,
            "3:23",
            "keys[0].key",
            "5 characters",
            "16 to 4096"
        ),
        Mistake(
            document("keys: [{name: a, key: sk km 0123456789}]"),
            .invalidValue,
            "3:23",
            "keys[0].key",
            "space"
        ),
        Mistake(
            "version: 1\nproviders: {p/q: {type: simulated}}",
            .invalidValue,
            "2:13",
            "providers[\"p/q\"]",
            "letters"
        ),
        Mistake(
            document("models: {\"a b\": {targets: [{model: p/x}]}}"),
            .invalidValue,
            "3:10",
            "models[\"a b\"]",
            "is not a name"
        ),
        Mistake(document("models: {m: {targets: []}}"), .invalidValue, "3:23", "models.m.targets", "at least 1"),
        Mistake(
            document("models: {m: {targets: [{model: gpt-4o}]}}"),
            .unknownModel,
            "3:32",
            "models.m.targets[0].model",
            "names no declared model",
            "provider/model"
        ),
        Mistake(
            "version: 1\nproviders:\n  openai: {type: simulated}\nmodels: {m: {targets: [{model: opneai/x}]}}",
            .unknownProvider,
            "4:32",
            "models.m.targets[0].model",
            "did you mean \"openai/…\"?",
            "declared: openai"
        ),
        Mistake(
            document("models: {m: {targets: [{model: p/x}], timeout: {first_byte: 2m, total: 1m}}}"),
            .conflict,
            "3:61",
            "models.m.timeout.first_byte",
            "total of 1m"
        ),
        Mistake(
            document("models: {p/x: {targets: [{model: p/y}]}}"),
            .conflict,
            "3:10",
            "models[\"p/x\"]",
            "hides"
        ),
    ]

    static let providers: [Mistake] = [
        provider("{}", .missingField, "2:16", "type", "required"),
        provider(
            "{type: opena}",
            .invalidValue,
            "2:23",
            "type",
            "did you mean \"openai\"?",
            "openai, openai-compatible, anthropic, gemini, cohere, simulated"
        ),
        provider("{type: anthropic}", .missingField, "2:16", "api_key", "with type: anthropic"),
        provider("{type: openai-compatible}", .missingField, "2:16", "base_url", "with type: openai-compatible"),
        provider(
            "{type: simulated, base_url: \"http://a\"}",
            .conflict,
            "2:44",
            "base_url",
            "no effect",
            "remove it"
        ),
        provider("{type: openai, api_key: k, speaks: gemini}", .conflict, "2:51", "speaks", "no effect"),
        provider("{type: openai, api_key: \"\"}", .invalidValue, "2:40", "api_key", "empty"),
        provider("{type: openai, api_key: k, base_url: api.x.com}", .invalidValue, "2:53", "base_url", "scheme"),
        provider(
            "{type: openai, api_key: k, base_url: \"ftp://a\"}",
            .invalidValue,
            "2:53",
            "base_url",
            "http or https"
        ),
        provider(
            "{type: openai, api_key: k, base_url: \"https://u:geheim@a\"}",
            .invalidValue,
            "2:53",
            "base_url",
            "user information"
        ),
        provider(
            "{type: openai, api_key: k, base_url: \"https://a/v1?b=c\"}",
            .invalidValue,
            "2:53",
            "base_url",
            "query"
        ),
        provider(
            "{type: openai, api_key: k, base_url: \"https://a/#c\"}",
            .invalidValue,
            "2:53",
            "base_url",
            "fragment"
        ),
        provider(
            "{type: openai, api_key: k, headers: {Host: a}}",
            .invalidValue,
            "2:53",
            "headers.Host",
            "itself"
        ),
        provider(
            "{type: openai, api_key: k, headers: {x-a: a, X-A: b}}",
            .duplicate,
            "2:61",
            "headers.X-A",
            "twice"
        ),
        provider(
            "{type: openai, api_key: k, headers: {x-a: \"a\\r\\nb: c\"}}",
            .invalidValue,
            "2:58",
            "headers.x-a",
            "visible ASCII"
        ),
        provider("{type: openai, api_key: k, proxy: \"socks5://a\"}", .invalidValue, "2:50", "proxy", "none"),
        provider(
            "{type: openai, api_key: k, tls: {certificate: a.pem}}",
            .missingField,
            "2:48",
            "tls.key",
            "with certificate"
        ),
        provider(
            "{type: openai, api_key: k, tls: {ca: missing.pem}}",
            .unreadableFile,
            "2:53",
            "tls.ca",
            "missing.pem",
            "No such file"
        ),
        provider(
            "{type: simulated, tokens_per_second: 0}",
            .invalidValue,
            "2:53",
            "tokens_per_second",
            "more than 0"
        ),
    ]

    static let gatewayKeys: [Mistake] = [
        Mistake(
            document("server: {listen: \"0.0.0.0:4000\"}"),
            .conflict,
            "3:18",
            "server.listen",
            "no key",
            "require_keys: false"
        ),
        Mistake(document("server: {listen: \"[::]:1\"}"), .conflict, "3:18", "server.listen", "no key"),
        Mistake(
            document("server: {require_keys: true}"),
            .conflict,
            "3:24",
            "server.require_keys",
            "none is declared"
        ),
        Mistake(
            document("keys:\n- {name: a, key: sk-km-0123456789}\n- {name: a, key: sk-km-9876543210}"),
            .duplicate,
            "5:10",
            "keys[1].name",
            "\"a\" already"
        ),
        Mistake(
            document("keys:\n- {name: a, key: sk-km-0123456789}\n- {name: b, key: sk-km-0123456789}"),
            .duplicate,
            "5:18",
            "keys[1].key",
            "that of \"a\""
        ),
    ]

    static let references: [Mistake] = [
        Mistake(
            document("server: {listen: \"${HOST}:1\"}"),
            .unsetVariable,
            "3:18",
            "server.listen",
            "HOST is not set"
        ),
        Mistake(document("server: {listen: \"${HOST\"}"), .invalidValue, "3:18", "server.listen", "without"),
        Mistake(document("server: {listen: \"${A-B}\"}"), .invalidValue, "3:18", "server.listen", "variable's name"),
        Mistake(document("server: {listen: \"${}\"}"), .invalidValue, "3:18", "server.listen", "variable's name"),
        Mistake(
            document("keys: [{name: a, key: \"file:nowhere\"}]"),
            .unreadableFile,
            "3:23",
            "keys[0].key",
            "\"nowhere\"",
            "No such file"
        ),
    ]

    static func provider(
        _ text: String,
        _ code: ConfigurationProblem.Code,
        _ place: String,
        _ field: String,
        _ words: String...
    ) -> Mistake {
        Mistake("version: 1\nproviders: {p: \(text)}", code, place, "providers.p.\(field)", words: words)
    }

    @Test("are told with place, path and what is allowed", arguments: [fields, values, providers].flatMap(\.self))
    func told(mistake: Mistake) { mistake.check() }

    @Test("in keys and references are told alike", arguments: [gatewayKeys, references].flatMap(\.self))
    func keysAndReferences(mistake: Mistake) { mistake.check() }

    @Test("are found all at once, in the order of the document")
    func all() throws {
        let document = """
            version: 1
            server:
              listen: 0.0.0.0:4000
              drain_timeout: soon
              retry: 3
            providers:
              openai: {type: openai}
              broken: {type: nothing}
            models:
              chat:
                strategy: fastest
                targets:
                  - {model: openai/gpt-4o, wieght: 3}
                  - {model: broken/x}
                  - {model: missing/x}
            keys:
              - {name: a, key: "${NOT_SET}"}
            """
        let problems = Harness().problems(document)
        #expect(
            problems.map { "\($0.line ?? 0) \($0.path) \($0.code)" } == [
                "4 server.drain_timeout invalid_value",
                "5 server.retry unknown_field",
                "7 providers.openai.api_key missing_field",
                "8 providers.broken.type invalid_value",
                "11 models.chat.strategy invalid_value",
                "13 models.chat.targets[0].wieght unknown_field",
                "15 models.chat.targets[2].model unknown_provider",
                "17 keys[0].key unset_variable",
            ]
        )
    }

    @Test(
        "call the fields of later versions unknown",
        arguments: [
            "dashboard: {}", "mcp: {}",
        ]
    )
    func laterSections(section: String) {
        let problems = Harness().problems(Harness.document(section))
        #expect(problems.map(\.code) == [.unknownField])
    }

    @Test("are limited in number, and the rest is counted")
    func limited() throws {
        let lines = (0..<700).map { "x\($0): 1" }.joined(separator: "\n")
        let error = #expect(throws: ConfigurationErrors.self) { try Harness().load(Harness.document(lines)) }
        #expect(error?.problems.count == ConfigurationErrors.limit)
        #expect(error?.omitted == 200)
        #expect(error?.description.hasSuffix("… and 200 more") == true)
    }

    @Test("include a file that cannot be read")
    func unreadable() {
        let error = #expect(throws: ConfigurationErrors.self) {
            try ConfigurationLoader.load(path: "/nowhere/kanmon.yaml", environment: [:])
        }
        #expect(error?.description == "/nowhere/kanmon.yaml: cannot read the file: No such file or directory")
    }
}
