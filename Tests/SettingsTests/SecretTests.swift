import Settings
import Testing

@Suite("Secrets")
struct SecretTests {
    static let text = "sk-km-canary-0123456789"

    @Test("never print, whichever way they are printed")
    func printing() {
        let secret = Secret(Self.text)
        var dumped = ""
        dump(secret, to: &dumped)
        let key = GatewayKey(name: "a", key: secret)
        dump(key, to: &dumped)
        let printed = [
            "\(secret)", String(describing: secret), String(reflecting: secret), "\([secret])", "\(key)",
            String(reflecting: key), "\(Optional(secret) as Any)", dumped,
            "\(Mirror(reflecting: secret).children.count)",
        ]
        for text in printed { #expect(!text.contains("canary"), "\(text)") }
        #expect(secret.reveal() == Self.text)
        #expect(secret == Secret(Self.text))
        #expect(secret != Secret("other"))
    }

    @Test("never appear in a problem, wherever in the document they were put")
    func problems() throws {
        let harness = Harness(
            environment: ["CANARY": "canary value\u{7F}", "SHORT": "canary"],
            files: ["key.txt": "canary value"]
        )
        let values = ["\"${CANARY}\"", "\"${SHORT}\"", "\"file:key.txt\"", "\"http://u:${SHORT}@${CANARY}\""]
        let places = [
            "server: {listen: X}", "server: {max_body: X}", "server: {drain_timeout: X}", "server: {loops: X}",
            "server: {strict: X}", "server: {tls: {certificate: X, key: X}}", "keys: [{name: X, key: X}]",
            "models: {m: {targets: [{model: X}]}}", "models: {m: {targets: [{model: p/m}], strict: X}}",
            "models: {m: {targets: [X]}}", "models: {m: {targets: [p/m], retry: {on: [X], attempts: X}}}",
            "models: {m: {targets: [{model: p/m, weight: X, region: X, context_window: X}]}}",
            "models: {m: {targets: [{model: p/m, ramp: {from: X, start: X, over: X}}]}}",
            "models: {m: {targets: [p/m, p/n], hedge: {after: X}, mirror: {model: X, share: X}}}",
            "models: {m: {strategy: conditional, targets: [{model: p/m, when: {field: team, in: [X]}}]}}",
            "models: {m: {strategy: conditional, targets: [{model: p/m, when: {header: X, regex: X}}]}}",
            "models: {m: {strategy: conditional, targets: [{model: p/m, when: {field: input_tokens, eq: X}}]}}",
            "models: {m: {strategy: sticky, sticky: {by: X, header: X}, targets: [p/m]}}",
            "teams: {t: {models: [X], regions: [X]}}",
            "keys: [{name: a, team: X, key: sk-km-0123456789, regions: [X]}]",
        ]
        let providers = [
            "{type: openai, api_key: X}", "{type: openai, api_key: k, base_url: X}",
            "{type: openai, api_key: k, proxy: X}", "{type: openai, api_key: k, headers: {a: X}}",
            "{type: openai, api_key: k, tls: {ca: X}}", "{type: simulated, tokens_per_second: X}", "{type: X}",
            "{type: simulated, speaks: X}", "{type: openai, api_keys: [X]}",
            "{type: openai, api_keys: [{value: X, name: X, weight: X}, {value: X, name: X}]}",
            "{type: simulated, region: X, health_check: {path: X, interval: X}}",
        ]
        let documents =
            places.map { Harness.document($0) } + providers.map { "version: 1\nproviders: {p: \($0)}" }
        var count = 0
        for document in documents {
            for value in values {
                for problem in harness.problems(document.replacing("X", with: value)) {
                    count += 1
                    #expect(!problem.description.contains("canary"), "\(problem)")
                }
            }
        }
        #expect(count > 120)
    }

    @Test("are resolved from variables and files, one line break at the end taken off")
    func resolved() throws {
        let harness = Harness(
            environment: ["A": "sk-km-aaaaaaaa", "DIR": "secrets"],
            files: [
                "conf/secrets/b": "sk-km-bbbbbbbbbbbb\n", "/abs/c": "sk-km-cccccccccccc\r\n",
            ]
        )
        let document = Harness.document(
            """
            keys:
              - {name: a, key: "${A}-${A}"}
              - {name: b, key: "file:${DIR}/b"}
              - {name: c, key: file:/abs/c}
              - {name: d, key: "dollars-$-$${A}-$$-$"}
            """
        )
        let keys = try harness.load(document, name: "conf/kanmon.yaml").keys
        #expect(
            keys.map { $0.key.reveal() } == [
                "sk-km-aaaaaaaa-sk-km-aaaaaaaa", "sk-km-bbbbbbbbbbbb", "sk-km-cccccccccccc", "dollars-$-${A}-$$-$",
            ]
        )
    }

    @Test("are not looked up again in what a variable holds")
    func noSecondLook() throws {
        let harness = Harness(environment: ["A": "file:/etc/passwd-0123", "B": "${A}${A}${A}${A}"])
        let document = Harness.document("keys: [{name: a, key: \"${A}\"}, {name: b, key: \"${B}\"}]")
        let keys = try harness.load(document).keys
        #expect(keys.map { $0.key.reveal() } == ["file:/etc/passwd-0123", "${A}${A}${A}${A}"])
    }

    @Test("from variables fit fields that take numbers and truth values")
    func typed() throws {
        let harness = Harness(environment: ["N": "3", "T": "true", "D": "5s", "P": "4100"])
        let server = try harness.load(
            Harness.document(
                """
                server: {loops: "${N}", strict: "${T}", drain_timeout: "${D}", listen: "127.0.0.1:${P}",
                         max_body: "${P}", max_connections: "${P}"}
                """
            )
        ).server
        #expect(server.loops == 3)
        #expect(server.strict)
        #expect(server.drainTimeout == .seconds(5))
        #expect(server.listen.port == 4100)
        #expect(server.maxBody == 4100)
        #expect(server.maxConnections == 4100)
    }
}
