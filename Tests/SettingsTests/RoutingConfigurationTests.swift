import Governance
import Routing
import Settings
import Testing

@Suite("What a document says of routing")
struct RoutingConfigurationTests {
    @Test("gives a target one breaker, whichever of the models that lead to it says so, in whatever order")
    func breakers() throws {
        let quick = "breaker: {failures: 2}"
        let plain = "{targets: [p/x, p/y]}"
        let said = "{targets: [p/x], fallback: {context_window: [p/long]}, \(quick)}"
        // How many may be ejected is a model's own matter.
        let same = "{targets: [p/x], breaker: {failures: 2, max_ejected: 0.9}}"
        for names in [["a", "b", "c"], ["c", "b", "a"]] {
            let sections = zip(names, [plain, said, same]).sorted { $0.0 < $1.0 }.map { "\($0): \($1)" }
            let document = Harness.document("models: {\(sections.joined(separator: ", "))}")
            let models = try Harness().load(document).models
            let branches = models.flatMap { $0.targets + $0.contextWindowFallback }
            for branch in branches {
                guard case .provider(let target) = branch.destination else { continue }
                #expect(branch.breaker == (target.model == "y" ? nil : BreakerPolicy(failures: 2)), "\(target)")
            }
            #expect(branches.count == 5)
            #expect(models.map(\.breaker.maximumEjected).sorted() == [0.5, 0.5, 0.9])
        }
    }

    private func condition(_ text: String) throws -> ConditionConfiguration? {
        let models = "models: {m: {strategy: conditional, targets: [{model: p/x, when: \(text)}]}}"
        let document = Harness.document("teams: {dev: {}}\n\(models)")
        return try Harness(environment: ["N": "12", "T": "gold"]).load(document).models[0].targets[0].condition
    }

    @Test(
        "is read into conditions",
        arguments: [
            ("{header: X-Tier, eq: gold}", .comparison(.header("x-tier"), .eq, .string("gold"))),
            (
                "{metadata: plan, in: [a, 1, true]}",
                .comparison(.metadata("plan"), .in, .list([.string("a"), .number(1), .bool(true)]))
            ),
            ("{parameter: temperature, gt: 1}", .comparison(.parameter("temperature"), .gt, .number(1))),
            ("{parameter: stream, eq: true}", .comparison(.parameter("stream"), .eq, .bool(true))),
            ("{parameter: stream, eq: \"true\"}", .comparison(.parameter("stream"), .eq, .string("true"))),
            ("{parameter: n, ne: -1.5}", .comparison(.parameter("n"), .ne, .number(-1.5))),
            ("{field: team, eq: dev}", .comparison(.team, .eq, .string("dev"))),
            ("{field: key, regex: \"^bot-\"}", .comparison(.key, .regex, .string("^bot-"))),
            ("{field: model, nin: [a]}", .comparison(.model, .nin, .list([.string("a")]))),
            ("{field: input_tokens, gte: \"${N}\"}", .comparison(.inputTokens, .gte, .number(12))),
            ("{header: x-a, eq: \"${T}\"}", .comparison(.header("x-a"), .eq, .string("gold"))),
            ("{header: x-a, eq: \"${N}\"}", .comparison(.header("x-a"), .eq, .string("12"))),
            (
                "{header: x-a, lte: 5, gt: 1}",
                .all([
                    .comparison(.header("x-a"), .gt, .number(1)), .comparison(.header("x-a"), .lte, .number(5)),
                ])
            ),
            (
                "{not: {or: [{field: key, eq: a}, {and: [{field: key, eq: b}]}]}}",
                .not(
                    .any([
                        .comparison(.key, .eq, .string("a")), .all([.comparison(.key, .eq, .string("b"))]),
                    ])
                )
            ),
        ] as [(String, ConditionConfiguration)]
    )
    func conditions(text: String, expected: ConditionConfiguration) throws {
        #expect(try condition(text) == expected)
    }

    @Test("becomes the conditions that requests are compared with")
    func converted() throws {
        let read = try #require(
            try condition(
                """
                {and: [{header: x-a, in: [b, 1]}, {not: {parameter: n, lt: 2}}, {or: [{field: key, regex: "^c"}]}]}
                """
            )
        )
        let expected = Condition.and([
            .comparison(.header("x-a"), .isOneOf([.string("b"), .number(1)])),
            .not(.comparison(.parameter("n"), .less(2))),
            .or([.comparison(.key, .matches(try Pattern(parsing: "^c")))]),
        ])
        #expect(try read.condition() == expected)
        #expect(throws: ConditionError.self) {
            try ConditionConfiguration.comparison(.key, .regex, .string("(")).condition()
        }
    }

    @Test(
        "takes what keeps a caller on a target",
        arguments: [
            ("{by: header, header: X-User}", StickyKey.header("x-user")), ("{by: user}", .user),
            ("{by: session}", .session), ("{by: prompt-prefix}", .promptPrefix),
        ]
    )
    func sticky(text: String, expected: StickyKey) throws {
        let document = Harness.document("models: {m: {strategy: sticky, sticky: \(text), targets: [p/x]}}")
        #expect(try Harness().load(document).models[0].sticky == expected)
    }

    @Test("tells a public model from a provider's, and takes both in short")
    func destinations() throws {
        let document = Harness.document(
            "models: {a: {targets: [b/c, p/b/c, {model: p}]}, b/c: {targets: [p/x]}, p: {targets: [p/p]}}"
        )
        #expect(
            try Harness().load(document).models[0].targets.map(\.destination) == [
                .model("b/c"), .provider(ModelTarget(provider: "p", model: "b/c")), .model("p"),
            ]
        )
    }

    @Test("may lead to one model by several ways")
    func diamond() throws {
        let document = Harness.document(
            "models: {a: {targets: [b, c]}, b: {targets: [d]}, c: {targets: [d]}, d: {targets: [p/x]}}"
        )
        #expect(Harness().problems(document) == [])
    }

    @Test("allows a weight of 0 beside others, and alone where a ramp leads away from it")
    func zeroWeights() {
        for targets in [
            "{model: p/x, weight: 0}, p/y",
            "{model: p/x, weight: 0, ramp: {from: 1, start: \"2026-12-01T00:00:00Z\", over: 1d}}",
        ] {
            #expect(
                Harness().problems(Harness.document("models: {m: {strategy: weighted, targets: [\(targets)]}}")) == []
            )
        }
    }

    @Test(
        "limits teams to models by patterns that begin with something known",
        arguments: ["m", "m*", "*", "*-mini", "p/*", "p/gpt-*", "p*", "mo/*", "p/exactly-this"]
    )
    func knownPatterns(pattern: String) throws {
        let document = Harness.document(
            "models: {m: {targets: [p/x]}, mo/del: {targets: [p/x]}}\nteams: {t: {models: [\"\(pattern)\"]}}"
        )
        #expect(try Harness().load(document).team(named: "t")?.models == [ModelPattern(pattern)])
    }

    @Test(
        "matches names with patterns",
        arguments: [
            ("chat", "chat", true), ("chat", "chat2", false), ("chat", "cha", false), ("*", "", true),
            ("*", "a/b", true),
            ("openai/*", "openai/gpt-4o", true), ("openai/*", "openai/", true), ("openai/*", "openai", false),
            ("openai/*", "openai2/x", false), ("*-mini", "gpt-4o-mini", true), ("*-mini", "gpt-4o-mini-x", false),
            ("a*b*c", "abc", true), ("a*b*c", "aXbYbc", true), ("a*b*c", "acb", false), ("**", "x", true),
            ("", "", true),
            ("", "a", false), ("a.c", "abc", false), ("é*", "é1", true), ("*aab", "aaaab", true),
        ]
    )
    func patterns(pattern: String, name: String, expected: Bool) {
        #expect(ModelPattern(pattern).matches(name) == expected)
    }
}
