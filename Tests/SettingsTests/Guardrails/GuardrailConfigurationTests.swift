import Governance
import GuardAdapters
import Guardrails
import Settings
import Testing

@Suite("Guardrails in documents")
struct GuardrailConfigurationTests {
    private func load(_ guardrails: String, more: String = "") throws -> [GuardrailConfiguration] {
        let document = Harness.document("models: {local: {targets: [p/m]}}\nguardrails:\n\(guardrails)\n\(more)")
        return try Harness().load(document).guardrails
    }

    private func load(one guardrail: String) throws -> GuardrailConfiguration {
        let all = try load("  - {name: g, \(guardrail)}")
        #expect(all.count == 1)
        return try #require(all.first)
    }

    @Test("Without a word there are none")
    func none() throws { #expect(try Harness().load(Harness.document()).guardrails.isEmpty) }

    @Test("There may be 64 of them")
    func most() throws {
        func many(_ count: Int) -> String {
            (0..<count).map { "  - {name: g\($0), type: pii}" }.joined(separator: "\n")
        }
        #expect(try load(many(GuardSelection.most)).count == 64)
        #expect(throws: ConfigurationErrors.self) { try load(many(GuardSelection.most + 1)) }
    }

    @Test("Those for personal data begin with the preset for Japanese companies")
    func personal() throws {
        let guardrail = try load(one: "type: pii")
        #expect(
            guardrail == GuardrailConfiguration(kind: .pii, policy: GuardPolicy(name: "g", preset: .japanEnterprise))
        )
        #expect(guardrail.timeout == nil && !guardrail.failsOpen && !guardrail.isDefault)
        let own = try load(
            one: "type: pii, preset: observe, actions: {PERSON_NAME: restore, MY_NUMBER: block}, "
                + "rules: {\"my-number.*\": block, phone-jp.service: log, \"*\": warn}, threshold: 0.7, mode: monitor, "
                + "default: true, on: [output], streaming: strict, timeout: 500ms, on_error: open"
        )
        #expect(
            own
                == GuardrailConfiguration(
                    kind: .pii,
                    isDefault: true,
                    policy: GuardPolicy(
                        name: "g",
                        stages: [.output],
                        preset: .observe,
                        actions: [.personName: .restore, .myNumber: .block],
                        rules: ["my-number.*": .block, "phone-jp.service": .log, "*": .warn],
                        threshold: 0.7,
                        mode: .monitor
                    ),
                    streaming: .strict,
                    timeout: .milliseconds(500),
                    failsOpen: true
                )
        )
    }

    @Test(
        "Every word for an action means what it says",
        arguments: [
            ("block", GuardAction.block), ("mask", .mask(.numbered)), ("mask-type", .mask(.typeName)),
            ("mask-last-1", .mask(.last(1))), ("mask-last-8", .mask(.last(8))), ("restore", .restore),
            ("redact", .redact), ("hash", .hash), ("warn", .warn), ("log", .log), ("ignore", .ignore),
        ]
    )
    func words(word: String, action: GuardAction) throws {
        let policy = try load(one: "type: pii, action: \(word), actions: {EMAIL: ignore}").policy
        #expect(policy.preset == nil)
        for type in FindingType.personal + [.secret] where type != .email {
            #expect(policy.action(for: Finding(type: type, range: 0..<1, score: 1, rule: "r")) == action, "\(type)")
        }
        #expect(policy.action(for: Finding(type: .email, range: 0..<1, score: 1, rule: "r")) == .ignore)
        let foreign = Finding(type: FindingType(rawValue: "INJECTION"), range: 0..<1, score: 1, rule: "r")
        #expect(policy.action(for: foreign) == .ignore)
    }

    @Test("What goes to models can go to another one, and answers can be asked for again")
    func stages() throws {
        let route = try load(one: "type: secrets, on: [input], action: \"route:local\"")
        #expect(route.policy.actions == [.secret: .route("local")] && route.policy.stages == [.input])
        let reask = try load(one: "type: secrets, on: [output], action: reask")
        #expect(reask.policy.actions == [.secret: .reask] && reask.streaming == .strict)
        #expect(try load(one: "type: secrets, on: [output], action: reask, streaming: audit").streaming == .audit)
    }

    @Test(
        "Where it looks and from which score on is the type's matter where nothing is said",
        arguments: [
            ("pii", [.input, .output], 0.5), ("secrets", [.input, .output], 0.5), ("injection", [.input], 0.8),
            ("words, words: [x]", [.input, .output], 0.5),
            ("patterns, patterns: [{name: a, pattern: 'E[0-9]{5}'}]", [.input, .output], 0.5),
            ("language, languages: [ja]", [.input, .output], 0.5),
            ("language, same_as_input: true", [.output], 0.5), ("json-schema, schema: '{}'", [.output], 0.5),
            ("content, require: [x]", [.output], 0.5), ("length, most: 10", [.output], 0.5), ("urls", [.output], 0.5),
            ("code", [.output], 0.5), ("markup", [.output], 0.5), ("prompt-leak", [.output], 0.5),
            ("azure-prompt-shields, url: 'https://a'", [.input], 0.5),
            ("lakera, url: 'https://l'", [.input, .output], 0.5),
        ] as [(String, Set<GuardStage>, Double)]
    )
    func standards(words: String, stages: Set<GuardStage>, threshold: Double) throws {
        let guardrail = try load(one: "type: \(words)")
        #expect(guardrail.kind.word == words.prefix { $0 != "," })
        #expect(guardrail.policy.stages == stages)
        #expect(guardrail.policy.threshold == threshold)
        let isOwn = words == "pii"
        #expect((guardrail.policy.preset != nil) == isOwn)
        #expect(isOwn || Set(guardrail.policy.actions.values).union([guardrail.policy.standard ?? .block]) == [.block])
    }

    @Test("Words, expressions and languages are taken as they are written")
    func texts() throws {
        let words = try load(
            one: "type: words, words: [競合社, \"ACME Corp\"], allow: [競合社員], label: COMPETITOR, action: warn"
        )
        #expect(
            words.kind
                == .words(
                    WordList(name: "g", type: .competitor, words: ["競合社", "ACME Corp"], allowed: ["競合社員"])
                )
        )
        #expect(words.policy.actions == [.competitor: .warn])
        let patterns = try load(
            one: "type: patterns, patterns: [{name: staff, pattern: 'E[0-9]{5}'}, "
                + "{name: x, pattern: ab+, ignore_case: true}]"
        )
        #expect(
            patterns.kind
                == .patterns([
                    CustomPattern(name: "staff", expression: "E[0-9]{5}"),
                    CustomPattern(name: "x", expression: "ab+", isCaseInsensitive: true),
                ])
        )
        #expect(patterns.policy.actions == [.custom: .block])
        let language = try load(one: "type: language, languages: [ja, en]")
        #expect(language.kind == .language(languages: [.japanese, .english], sameAsInput: false))
        let same = try load(one: "type: language, same_as_input: true")
        #expect(same.kind == .language(languages: [], sameAsInput: true))
    }

    @Test(
        "Checks of answers have what they are told",
        arguments: [
            ("content, require: [免責], forbid: [保証]", .content(require: ["免責"], forbid: ["保証"])),
            ("length, least: 5", .length(least: 5, most: nil)),
            ("length, least: 5, most: 5", .length(least: 5, most: 5)),
            ("urls", .urls(allow: [], links: true)),
            (
                "urls, allow: [Example.com, '*.corp.example'], links: false",
                .urls(allow: ["example.com", "*.corp.example"], links: false)
            ),
            ("code", .code([.code, .sql, .shell])), ("code, kinds: [sql]", .code([.sql])),
            ("markup", .markup([.html, .ansi])), ("markup, kinds: [ansi]", .markup([.ansi])),
            ("prompt-leak", .promptLeak(share: 0.3, canaries: [])),
            ("prompt-leak, share: 50%, canaries: [c-17]", .promptLeak(share: 0.5, canaries: ["c-17"])),
        ] as [(String, OutputCheckConfiguration)]
    )
    func answers(words: String, check: OutputCheckConfiguration) throws {
        let guardrail = try load(one: "type: \(words), action: reask")
        #expect(guardrail.kind == .output(check))
        #expect(guardrail.streaming == .strict)
        #expect(!guardrail.policy.actions.isEmpty && guardrail.policy.standard == nil)
        #expect(guardrail.policy.actions.values.allSatisfy { $0 == .reask })
    }

    @Test("A schema is text", arguments: ["{\"type\": \"object\"}", "true"])
    func schema(text: String) throws {
        let guardrail = try load(one: "type: json-schema, schema: '\(text)', action: reask")
        #expect(guardrail.kind == .output(.jsonSchema(try AnswerSchema(parsing: text))))
        #expect(guardrail.streaming == .strict)
    }

    @Test("A schema can lie in a file of its own")
    func file() throws {
        let schema = try AnswerSchema(parsing: "{\"type\":\"array\"}")
        let harness = Harness(files: ["answer.json": "{\"type\":\"array\"}\n"])
        let document = Harness.document("guardrails: [{name: g, type: json-schema, schema: 'file:answer.json'}]")
        #expect(try harness.load(document).guardrails.first?.kind == .output(.jsonSchema(schema)))
    }

    @Test("Services are reached by a provider or by an address", arguments: AdapterType.allCases)
    func adapters(kind: AdapterType) throws {
        let model = kind == .llamaGuard ? ", model: guard-3" : ""
        let options = Self.options[kind, default: [:]]
        let written = options.map { "\($0.key): '\($0.value)'" }.sorted().joined(separator: ", ")
        let named = try load(
            one: "type: \(kind.rawValue), url: 'https://g.example/v1', token: t0ken, headers: {X-Tenant: a b}, "
                + "options: {\(written)}, parallel: true, cache: 5m, action: block\(model)"
        )
        #expect(
            named.kind
                == .adapter(
                    GuardAdapterConfiguration(
                        kind: kind,
                        endpoint: .url(try BaseURL(parsing: "https://g.example/v1"), token: Secret("t0ken")),
                        headers: [HeaderField(name: "x-tenant", value: Secret("a b"))],
                        model: kind == .llamaGuard ? "guard-3" : nil,
                        options: options,
                        isParallel: true,
                        cacheLifetime: .seconds(300)
                    )
                )
        )
        #expect(named.kind.word == kind.rawValue)
        #expect(named.policy.standard == .block && named.policy.actions.isEmpty && named.streaming == .balanced)
        let byProvider: Set<AdapterType> = [
            .openAIModeration, .llamaGuard, .azureContentSafety, .azurePromptShields, .azurePII, .bedrock,
        ]
        #expect(named.timeout == .seconds(2))
        let document = """
            version: 1
            providers: {p: {type: openai, api_key: secret-key, base_url: 'https://h.example/v1'}}
            guardrails: [{name: g, type: \(kind.rawValue), provider: p, options: {\(written)}\(model)}]
            """
        let problems = Harness().problems(document)
        #expect(problems.isEmpty == byProvider.contains(kind), "\(problems)")
        guard problems.isEmpty else { return }
        guard case .adapter(let adapter)? = try Harness().load(document).guardrails.first?.kind else {
            Issue.record("no adapter")
            return
        }
        #expect(adapter.endpoint == .provider("p") && adapter.cacheLifetime == .zero && !adapter.isParallel)
    }

    /// What services have to be told.
    private static let options: [AdapterType: [String: String]] = [
        .presidio: ["language": "ja"], .bedrock: ["guardrail": "gr1", "region": "eu-west-1"],
        .modelArmor: ["template": "projects/p/locations/l/templates/t"], .nemo: ["config": "c"],
        .guardrailsAI: ["guard": "g"],
    ]

    @Test("They are attached wherever a document has a place for them")
    func attachment() throws {
        let configuration = try Harness().load(
            Harness.document(
                """
                guardrails: [{name: a, type: pii}, {name: b, type: secrets}, {name: c, type: injection}]
                models: {chat: {targets: [p/m], guardrails: [c, a]}}
                organization: {guardrails: [a]}
                teams: {dev: {guardrails: [b]}}
                projects: {web: {team: dev, guardrails: [c]}}
                users: {hana: {guardrails: [b, c]}}
                keys: [{name: k, key: sk-km-0123456789, project: web, user: hana, guardrails: [c]}]
                """
            )
        )
        #expect(configuration.model(named: "chat")?.guardrails == ["c", "a"])
        #expect(configuration.organization.guardrails == ["a"])
        #expect(configuration.team(named: "dev")?.access.guardrails == ["b"])
        #expect(configuration.project(named: "web")?.guardrails == ["c"])
        #expect(configuration.users.first?.guardrails == ["b", "c"])
        #expect(configuration.keys.first?.access.guardrails == ["c"])
        #expect(configuration.guardrail(named: "b")?.kind == .secrets && configuration.guardrail(named: "d") == nil)
    }

    @Test("A name that comes from a variable can be attached")
    func variable() throws {
        let document = Harness.document(
            "guardrails: [{name: \"${GUARD}\", type: pii}]\norganization: {guardrails: [corp]}"
        )
        let configuration = try Harness(environment: ["GUARD": "corp"]).load(document)
        #expect(configuration.guardrails.map(\.name) == ["corp"])
    }

    @Test("Every kind of personal data that a detector can find can be named")
    func complete() throws {
        let folder = "Sources/Guardrails/Personal/"
        let sources = try ["FindingType+Identifiers.swift", "FindingType+Names.swift"].map {
            try Repository.text(folder + $0)
        }
        let declared = sources.flatMap { $0.matches(of: /rawValue: "([A-Z0-9_]+)"/).map { String($0.output.1) } }
        #expect(declared.count > 20)
        #expect(Set(declared) == Set(FindingType.personal.map(\.rawValue)))
        #expect(FindingType.personal.count == Set(FindingType.personal).count)
    }
}
