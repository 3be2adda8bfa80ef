import Gateway
import Governance
import JSONText
import ModelAPI
import Routing
import Settings
import Testing

@Suite struct PlanExplainerTests {
    /// A configuration with a provider of each dialect, each in a region, none of which runs.
    private static func explainer(
        _ models: [ModelConfiguration],
        server: ServerConfiguration = ServerConfiguration()
    ) throws -> PlanExplainer {
        let simulated: (ProviderDialect) -> ProviderEndpoint = { dialect in
            .simulated(SimulatedProviderConfiguration(speaks: dialect))
        }
        return try PlanExplainer(
            KanmonConfiguration(
                server: server,
                providers: [
                    ProviderConfiguration(
                        name: "openai",
                        type: .simulated,
                        endpoint: simulated(.openai),
                        region: "us"
                    ),
                    ProviderConfiguration(
                        name: "claude",
                        type: .simulated,
                        endpoint: simulated(.anthropic),
                        credentials: [
                            CredentialConfiguration(name: "main", value: Secret("sk-main-secret")),
                            CredentialConfiguration(name: "spare", value: Secret("sk-spare-secret")),
                        ],
                        region: "eu"
                    ),
                ],
                models: models,
                teams: [TeamConfiguration(name: "dev", regions: ["eu"])],
                keys: [
                    GatewayKey(name: "bot", key: Secret("sk-km-0123456789abcdef"), team: "dev"),
                    GatewayKey(name: "lost", key: Secret("sk-km-0123456789abcdeg"), regions: ["moon"]),
                    GatewayKey(
                        name: "narrow",
                        key: Secret("sk-km-0123456789abcdeh"),
                        models: [ModelPattern("other")]
                    ),
                ]
            ),
            environment: [:]
        )
    }

    private static func target(_ provider: String, _ model: String, weight: Double = 1) -> TargetConfiguration {
        TargetConfiguration(.provider(ModelTarget(provider: provider, model: model)), weight: Weight(weight))
    }

    private static let pair = [target("openai", "a"), target("claude", "b")]

    private static func question(_ more: String = "", model: String = "chat") -> PlanQuestion {
        let body = #"{"model": "\#(model)", \#(more) "messages": [{"role": "user", "content": "Hello"}]}"#
        return PlanQuestion(body: Array(body.utf8))
    }

    @Test func namesTheOrderWithItsReasonsAndWhatEachTargetLoses() throws {
        let plan = try Self.explainer([ModelConfiguration(name: "chat", targets: Self.pair)])
            .explain(Self.question(#""seed": 7,"#))
        #expect(plan.order.map(\.target.description) == ["openai/a", "claude/b"])
        #expect(plan.order.map(\.dropped) == [nil, "seed"])
        #expect(plan.order[0].decisions == ["chat: number 1 in order"])
        #expect(plan.order[1].credentials == ["main", "spare"])
        #expect(plan.refusal == nil)
        #expect(!plan.isByChance)
    }

    @Test func tellsEveryModelOnTheWayToATarget() throws {
        let models = [
            ModelConfiguration(name: "inner", strategy: .weighted, targets: [Self.target("openai", "a", weight: 3)]),
            ModelConfiguration(
                name: "chat",
                targets: [TargetConfiguration(.model("inner")), Self.target("claude", "b")],
                retry: RetryPolicy(attempts: 6)
            ),
        ]
        let plan = try Self.explainer(models).explain(Self.question())
        #expect(plan.order[0].decisions == ["chat: number 1 in order", "inner: drawn with weight 3 of 3"])
        #expect(plan.order.map(\.policies) == ["inner", "chat"])
        #expect(plan.policies.map(\.model) == ["chat", "inner"])
        #expect(plan.policies[0].retry.attempts == 6)
        #expect(plan.policies[1].ways.map(\.share) == [1])
        #expect(plan.isByChance)
    }

    @Test func keepsARequestInTheRegionsOfItsKey() throws {
        let explainer = try Self.explainer([ModelConfiguration(name: "chat", targets: Self.pair)])
        var question = Self.question()
        question.keyName = "bot"
        let plan = try explainer.explain(question)
        #expect(plan.team == "dev")
        #expect(plan.order.map(\.target.description) == ["claude/b"])
        #expect(plan.skipped.map(\.target) == ["openai/a"])
        #expect(plan.skipped.map(\.reason) == ["region us is not allowed"])

        question.keyName = "lost"
        let refusal = try #require(try explainer.explain(question).refusal)
        #expect(refusal.status == 403)
        #expect(refusal.code == "model_not_allowed")
    }

    @Test(
        arguments: [
            ("chat", "narrow", "model_not_allowed"), ("nothing", nil, "model_not_found"),
            ("chat", "nobody", "invalid_key"), ("", nil, "invalid_request"),
        ] as [(String, String?, String)]
    )
    func refusesWhatTheGatewayRefusesBeforePlanning(model: String, key: String?, code: String) throws {
        let explainer = try Self.explainer([ModelConfiguration(name: "chat", targets: Self.pair)])
        var question = Self.question(model: model)
        question.keyName = key
        #expect { try explainer.explain(question) } throws: { ($0 as? APIError)?.code == code }
    }

    @Test func takesWhatTheRequestItselfWants() throws {
        let models = [
            ModelConfiguration(name: "chat", targets: [Self.target("openai", "a")], retry: RetryPolicy(attempts: 6)),
            ModelConfiguration(name: "spare", targets: [Self.target("claude", "b")]),
        ]
        var question = Self.question(#""kanmon": {"timeout": "20s"},"#)
        question.headers = [("X-Kanmon-Attempts", "2"), ("x-kanmon-fallbacks", "spare")]
        let plan = try Self.explainer(models).explain(question)
        #expect(plan.order.map(\.target.description) == ["openai/a", "claude/b"])
        #expect(plan.policies.map(\.retry.attempts) == [2, 2])
        #expect(plan.total == .seconds(20))
        #expect(plan.ownFallbacks == ["spare"])
    }

    @Test func copiesNoRequestWithSideEffects() throws {
        let mirror = MirrorPolicy(target: TargetID(provider: "claude", model: "m"), share: 0.5)
        let explainer = try Self.explainer([ModelConfiguration(name: "chat", targets: Self.pair, mirror: mirror)])
        #expect(try explainer.explain(Self.question()).mirror?.isAllowed == true)
        #expect(try explainer.explain(Self.question(#""store": true,"#)).mirror?.isAllowed == false)
    }

    @Test func passesOverATargetThatCannotExpressAStrictRequest() throws {
        let explainer = try Self.explainer([ModelConfiguration(name: "chat", targets: Self.pair, strict: true)])
        let plan = try explainer.explain(Self.question(#""seed": 7,"#))
        #expect(plan.order[0].obstacle == nil)
        #expect(plan.order[1].obstacle?.contains("seed") == true)
        #expect(plan.refusal == nil)

        let alone = try Self.explainer([
            ModelConfiguration(name: "chat", targets: [Self.target("claude", "b")], strict: true)
        ])
        #expect(try alone.explain(Self.question(#""seed": 7,"#)).refusal?.status == 400)
    }

    @Test func saysWhoIsAskedWhenTheFirstTargetRefuses() throws {
        let model = ModelConfiguration(
            name: "chat",
            targets: Self.pair,
            contextWindowFallback: [Self.target("claude", "long")]
        )
        let plan = try Self.explainer([model]).explain(Self.question())
        #expect(plan.otherLists[.contextWindow]?.map(\.description) == ["claude/long"])
        #expect(plan.otherLists[.contentPolicy] == nil)
    }

    @Test(arguments: DialectID.allCases)
    func plansRequestsOfEverySurface(surface: DialectID) throws {
        let body =
            surface == .gemini
            ? #"{"contents": [{"parts": [{"text": "Hello"}]}]}"#
            : #"{"model": "x", "max_tokens": 9, "messages": [{"role": "user", "content": "Hello"}]}"#
        let explainer = try Self.explainer([ModelConfiguration(name: "chat", targets: Self.pair)])
        let plan = try explainer.explain(
            PlanQuestion(surface: surface, body: Array(body.utf8), model: "chat", stream: true)
        )
        #expect(plan.model == "chat")
        #expect(plan.isStream)
        #expect(plan.order.map(\.target.description) == ["openai/a", "claude/b"])
        #expect(plan.order.allSatisfy { $0.obstacle == nil })
    }

    @Test func oneHeaderFieldNeverBecomesTwo() throws {
        var question = Self.question()
        question.headers = [("x-a", "b\r\nx-kanmon-attempts: 1\r\n\r\n")]
        let explainer = try Self.explainer([ModelConfiguration(name: "chat", targets: Self.pair)])
        #expect { try explainer.explain(question) } throws: { ($0 as? APIError)?.kind == .invalidRequest }
    }

    @Test func printsTheSameForPeopleAndForPrograms() throws {
        let explainer = try Self.explainer(
            [ModelConfiguration(name: "chat", targets: Self.pair)],
            server: ServerConfiguration(requireKeys: true)
        )
        let plan = try explainer.explain(Self.question(#""seed": 7,"#))
        #expect(plan.description.contains("  2. claude/b\n       chat: number 2 in order\n"))
        #expect(plan.description.contains("dropped on the way: seed\n"))
        #expect(plan.description.contains("refuse this with 401"))
        let json = try JSONValue(parsing: Array(plan.json.utf8))
        #expect(json["order"]?[1]?["target"]?.string == "claude/b")
        #expect(json["order"]?[1]?["dropped"]?.string == "seed")
        #expect(json["caller"]?["lacks_key"]?.bool == true)
        #expect(json["policies"]?[0]?["retry"]?["attempts"]?.int == 2)
        #expect(json["refusal"]?.isNull == true)
        for text in [plan.description, plan.json] { #expect(!text.contains("secret")) }
    }
}
