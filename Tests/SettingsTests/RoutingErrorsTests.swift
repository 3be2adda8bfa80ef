import Settings
import Testing

@Suite("Problems of routing, teams and credentials")
struct RoutingErrorsTests {
    static let document = Harness.document

    static let targets: [Mistake] = [
        target("gpt-4o", .unknownModel, "3:24", "", "names no declared model", "declared: m", "provider/model"),
        target("{model: gpt-4o}", .unknownModel, "3:32", ".model", "names no declared model"),
        Mistake(
            document("models: {chat: {targets: [p/x]}, m: {targets: [chta]}}"),
            .unknownModel,
            "3:48",
            "models.m.targets[0]",
            "did you mean \"chat\"?"
        ),
        target("{model: \"a b\"}", .invalidValue, "3:32", ".model", "provider's name"),
        target("12", .wrongType, "3:24", "", "expected a target", "found a number"),
        target("[p/x]", .wrongType, "3:24", "", "expected a mapping", "found a list"),
        target("{weight: 1}", .missingField, "3:24", ".model", "required"),
        target("{model: p/x, weight: -1}", .invalidValue, "3:45", ".weight", "0 to 1000000"),
        target("{model: p/x, region: EU}", .invalidValue, "3:45", ".region", "small letters"),
        target(
            "{model: p/x, price: {input_per_million: 1}}",
            .missingField,
            "3:44",
            ".price.output_per_million",
            "required"
        ),
        target("{model: p/x, context_window: 0}", .invalidValue, "3:53", ".context_window", "1 to 1000000000"),
        target(
            "{model: p/x, ramp: {start: 2026-12-01, over: 7d}}",
            .invalidValue,
            "3:51",
            ".ramp.start",
            "2026-12-01T00:00:00Z"
        ),
        target(
            "{model: p/x, ramp: {start: \"2026-02-29T00:00:00Z\", over: 7d}}",
            .invalidValue,
            "3:51",
            ".ramp.start",
            "is not a time"
        ),
        target("{model: p/x, ramp: {over: 7d}}", .missingField, "3:43", ".ramp.start", "required"),
        target(
            "{model: p/x, ramp: {start: \"2026-12-01T00:00:00Z\", over: 0s}}",
            .invalidValue,
            "3:81",
            ".ramp.over",
            "1s to 366d"
        ),
        Mistake(
            document("models: {a: {targets: [{model: b, region: eu}]}, b: {targets: [p/x]}}"),
            .conflict,
            "3:43",
            "models.a.targets[0].region",
            "no effect on another public model"
        ),
        Mistake(
            document(
                "models: {a: {targets: [{model: p/x, max_concurrent: 5}]}, b: {targets: [{model: p/x, max_concurrent: 6}]}}"
            ),
            .conflict,
            "3:102",
            "models.b.targets[0].max_concurrent",
            "models.a.targets[0].max_concurrent"
        ),
        Mistake(
            document(
                "models: {a: {targets: [p/y, p/x], breaker: {failures: 3}}, b: {targets: [p/x], breaker: {failures: 4}}}"
            ),
            .conflict,
            "3:89",
            "models.b.breaker",
            "\"p/x\"",
            "models.a.breaker"
        ),
        target("{model: p/x, when: {field: key, eq: a}}", .conflict, "3:43", ".when", "needs strategy: conditional"),
        Mistake(
            document("models: {m: {strategy: conditional, targets: [p/x, {model: p/y, when: {field: key, eq: a}}]}}"),
            .conflict,
            "3:47",
            "models.m.targets[0]",
            "must be the last"
        ),
        Mistake(
            document("models: {m: {strategy: weighted, targets: [{model: p/x, weight: 0}]}}"),
            .conflict,
            "3:43",
            "models.m.targets",
            "every target has the weight 0"
        ),
    ]

    static let cycles: [Mistake] = [
        target("m", .cycle, "3:24", "", "m → m"),
        Mistake(
            document("models: {a: {targets: [b]}, b: {targets: [p/x, c]}, c: {targets: [{model: a}]}}"),
            .cycle,
            "3:75",
            "models.c.targets[0].model",
            "a → b → c → a"
        ),
        Mistake(
            document("models: {a: {targets: [p/x], fallback: {context_window: [b]}}, b: {targets: [a]}}"),
            .cycle,
            "3:78",
            "models.b.targets[0]",
            "a → b → a"
        ),
    ]

    static let policies: [Mistake] = [
        model("strategy: fastest", .invalidValue, "3:40", "strategy", "allowed: fallback, weighted"),
        model("strategy: least-latncy", .invalidValue, "3:40", "strategy", "did you mean \"least-latency\"?"),
        model("strategy: sticky", .missingField, "3:13", "sticky", "with strategy: sticky"),
        model("sticky: {by: user}", .conflict, "3:38", "sticky", "no effect with strategy: fallback"),
        model(
            "strategy: weighted, sticky: {by: user}",
            .conflict,
            "3:58",
            "sticky",
            "no effect with strategy: weighted"
        ),
        model("strategy: sticky, sticky: {by: header}", .missingField, "3:56", "sticky.header", "with by: header"),
        model(
            "strategy: sticky, sticky: {by: user, header: x-a}",
            .conflict,
            "3:75",
            "sticky.header",
            "no effect with by: user"
        ),
        model(
            "strategy: sticky, sticky: {by: cookie}",
            .invalidValue,
            "3:61",
            "sticky.by",
            "header, user, session, prompt-prefix"
        ),
        model("retry: {attempts: 21}", .invalidValue, "3:48", "retry.attempts", "1 to 20"),
        model("retry: {on: [timeuot]}", .invalidValue, "3:43", "retry.on[0]", "did you mean \"timeout\"?"),
        model("retry: {on: [200]}", .invalidValue, "3:43", "retry.on[0]", "300 to 599"),
        model("retry: {on: [401]}", .invalidValue, "3:43", "retry.on[0]", "`credential`"),
        model("retry: {on: [402]}", .invalidValue, "3:43", "retry.on[0]", "`quota`"),
        model("retry: {on: 429}", .wrongType, "3:42", "retry.on", "expected a list"),
        model("retry: {backoff: {initial: 6s}}", .conflict, "3:57", "retry.backoff.initial", "longer than `max`, 5s"),
        model("breaker: {failure_share: 0}", .invalidValue, "3:55", "breaker.failure_share", "more than 0, up to 1"),
        model("breaker: {max_ejected: 101%}", .invalidValue, "3:53", "breaker.max_ejected", "0% to 100%"),
        model("breaker: {max_ejected: half}", .invalidValue, "3:53", "breaker.max_ejected", "0.05 or 5%"),
        model("hedge: {after: p99}", .invalidValue, "3:45", "hedge.after", "\"p95\" or a duration"),
        model("hedge: {after: 1s}", .conflict, "3:37", "hedge", "one target"),
        model("mirror: {model: q/x, share: 1}", .unknownProvider, "3:46", "mirror.model", "declared: p"),
        model("mirror: {model: p/x}", .missingField, "3:38", "mirror.share", "required"),
        model("min_tokens_per_second: 0", .invalidValue, "3:53", "min_tokens_per_second", "more than 0"),
        model(
            "fallback: {context_windwo: [p/y]}",
            .unknownField,
            "3:41",
            "fallback.context_windwo",
            "did you mean \"context_window\"?"
        ),
        model(
            "fallback: {content_policy: [nobody/y]}",
            .unknownProvider,
            "3:58",
            "fallback.content_policy[0]",
            "declared: p"
        ),
    ]

    static let conditions: [Mistake] = [
        condition(
            "{}",
            .missingField,
            "3:66",
            "",
            "one of these fields is required: header, metadata, parameter, field, and, or, not"
        ),
        condition("{header: x-a}", .missingField, "3:66", ".eq", "with header", "ne, gt, gte, lt, lte, in, nin, regex"),
        condition("{header: x-a, field: team, eq: b}", .conflict, "3:87", ".field", "only one of these"),
        condition("{not: {field: key, eq: a}, eq: b}", .conflict, "3:97", ".eq", "no effect with not"),
        condition("{header: \"a b\", eq: c}", .invalidValue, "3:75", ".header", "is not a name"),
        condition("{header: x-a, eq: b, equals: c}", .unknownField, "3:87", ".equals", "allowed here: header"),
        condition("{field: tean, eq: c}", .invalidValue, "3:74", ".field", "did you mean \"team\"?"),
        condition("{parameter: temperature, gt: high}", .wrongType, "3:95", ".gt", "expected a number"),
        condition("{header: x-a, in: a}", .wrongType, "3:84", ".in", "expected a list"),
        condition("{header: x-a, in: []}", .invalidValue, "3:84", ".in", "at least 1"),
        condition("{header: x-a, eq: [a]}", .wrongType, "3:84", ".eq", "a string, a number, true or false"),
        condition("{header: x-a, eq: null}", .wrongType, "3:84", ".eq", "found nothing"),
        condition("{field: input_tokens, eq: many}", .conflict, "3:92", ".eq", "compare it with numbers"),
        condition("{field: input_tokens, regex: \"1.*\"}", .conflict, "3:95", ".regex", "compare it with numbers"),
        condition("{field: key, gt: 1}", .conflict, "3:83", ".gt", "names are text"),
        condition("{field: model, in: [a, 1]}", .conflict, "3:85", ".in", "names are text"),
        condition("{field: team, eq: dev}", .unknownTeam, "3:84", ".eq", "no such team", "there are no `teams`"),
        condition(
            "{header: x-a, regex: \"a(b\"}",
            .invalidValue,
            "3:87",
            ".regex",
            "not a regular expression",
            "the group is not closed",
            "at character"
        ),
        condition("{header: x-a, regex: \"\"}", .invalidValue, "3:87", ".regex", "it is empty"),
        condition("{and: [{or: [{not: {}}]}]}", .missingField, "3:85", ".and[0].or[0].not", "one of these"),
    ]

    static let teams: [Mistake] = [
        Mistake(
            document("keys: [{name: a, team: dev, key: sk-km-0123456789}]"),
            .unknownTeam,
            "3:24",
            "keys[0].team",
            "there are no `teams`"
        ),
        Mistake(
            document("teams: {dev: {}, ops: {}}\nkeys: [{name: a, team: dve, key: sk-km-0123456789}]"),
            .unknownTeam,
            "4:24",
            "keys[0].team",
            "did you mean \"dev\"?",
            "declared: dev, ops"
        ),
        Mistake(
            document("teams: {dev: {models: [chat]}}"),
            .unknownModel,
            "3:24",
            "teams.dev.models[0]",
            "no declared model"
        ),
        Mistake(
            document("teams: {dev: {models: [\"q/*\"]}}"),
            .unknownProvider,
            "3:24",
            "teams.dev.models[0]",
            "declared: p"
        ),
        Mistake(
            document("teams: {dev: {models: [\"chat*\"]}}"),
            .unknownModel,
            "3:24",
            "teams.dev.models[0]",
            "no declared model"
        ),
        Mistake(
            document("teams: {dev: {models: [\"a b\"]}}"),
            .invalidValue,
            "3:24",
            "teams.dev.models[0]",
            "any characters"
        ),
        Mistake(document("teams: {dev: {models: []}}"), .invalidValue, "3:23", "teams.dev.models", "at least 1"),
        Mistake(
            document("teams: {dev: {regions: [EU]}}"),
            .invalidValue,
            "3:25",
            "teams.dev.regions[0]",
            "small letters"
        ),
        Mistake(
            document("teams: {d: {regions: [eu]}}\nkeys: [{name: a, team: d, key: sk-km-0123456789, regions: [jp]}]"),
            .conflict,
            "4:59",
            "keys[0].regions",
            "nothing is left"
        ),
    ]

    static let load: [Mistake] = [
        Mistake(document("server: {queue: {length: 5}}"), .missingField, "3:9", "server.max_concurrent", "with queue"),
        Mistake(
            document("server: {max_concurrent: 0}"),
            .invalidValue,
            "3:26",
            "server.max_concurrent",
            "1 to 1000000"
        ),
        Mistake(
            document("server: {retry_budget: {share: 2}}"),
            .invalidValue,
            "3:32",
            "server.retry_budget.share",
            "0 to 1"
        ),
        Mistake(
            document("server: {overload: {memory: 1MiB}}"),
            .invalidValue,
            "3:29",
            "server.overload.memory",
            "64MiB to"
        ),
        Mistake(
            document("server: {overload: {loop_lag: 1ms}}"),
            .invalidValue,
            "3:31",
            "server.overload.loop_lag",
            "10ms to 1m"
        ),
        Mistake(
            document("server: {reload: {watch: sometimes}}"),
            .wrongType,
            "3:26",
            "server.reload.watch",
            "true or false"
        ),
    ]

    static let providers: [Mistake] = [
        provider(
            "{type: openai, api_key: a, api_keys: [b]}",
            .conflict,
            "2:53",
            "api_keys",
            "only one of these fields may stand here: api_key, api_keys"
        ),
        provider("{type: openai}", .missingField, "2:16", "api_key", "with type: openai", "in its place: api_keys"),
        provider("{type: openai, api_keys: []}", .invalidValue, "2:41", "api_keys", "at least 1"),
        provider(
            "{type: openai, api_keys: [{value: a, weight: 0}]}",
            .invalidValue,
            "2:61",
            "api_keys[0].weight",
            "more than 0"
        ),
        provider(
            "{type: openai, api_keys: [a, {value: b, name: key-1}]}",
            .duplicate,
            "2:45",
            "api_keys[1]",
            "the same name"
        ),
        provider("{type: openai, api_keys: [a, {value: a}]}", .duplicate, "2:45", "api_keys[1]", "the same credential"),
        provider("{type: simulated, region: East}", .invalidValue, "2:42", "region", "small letters"),
        provider("{type: simulated, health_check: {}}", .missingField, "2:48", "health_check.path", "required"),
        provider(
            "{type: simulated, health_check: {path: health}}",
            .invalidValue,
            "2:55",
            "health_check.path",
            "/health"
        ),
        provider(
            "{type: simulated, health_check: {path: /, interval: 1s}}",
            .conflict,
            "2:68",
            "health_check.interval",
            "longer than `interval`, 1s"
        ),
    ]
    /// A mistake in the first target of a model.
    static func target(
        _ text: String,
        _ code: ConfigurationProblem.Code,
        _ place: String,
        _ field: String,
        _ words: String...
    ) -> Mistake {
        Mistake(document("models: {m: {targets: [\(text)]}}"), code, place, "models.m.targets[0]\(field)", words: words)
    }

    /// A mistake beside the targets of a model.
    static func model(
        _ text: String,
        _ code: ConfigurationProblem.Code,
        _ place: String,
        _ field: String,
        _ words: String...
    ) -> Mistake {
        Mistake(document("models: {m: {targets: [p/x], \(text)}}"), code, place, "models.m.\(field)", words: words)
    }

    /// A mistake in the condition of a model's first target.
    static func condition(
        _ text: String,
        _ code: ConfigurationProblem.Code,
        _ place: String,
        _ field: String,
        _ words: String...
    ) -> Mistake {
        let text = "models: {m: {strategy: conditional, targets: [{model: p/x, when: \(text)}]}}"
        return Mistake(document(text), code, place, "models.m.targets[0].when\(field)", words: words)
    }

    static func provider(
        _ text: String,
        _ code: ConfigurationProblem.Code,
        _ place: String,
        _ field: String,
        _ words: String...
    ) -> Mistake {
        Mistake("version: 1\nproviders: {p: \(text)}", code, place, "providers.p.\(field)", words: words)
    }

    @Test("in targets are told", arguments: targets)
    func inTargets(mistake: Mistake) { mistake.check() }

    @Test("in the way from model to model are told", arguments: cycles)
    func inCycles(mistake: Mistake) { mistake.check() }

    @Test("in strategies and policies are told", arguments: policies)
    func inPolicies(mistake: Mistake) { mistake.check() }

    @Test("in conditions are told", arguments: conditions)
    func inConditions(mistake: Mistake) { mistake.check() }

    @Test("in teams and keys are told", arguments: teams)
    func inTeams(mistake: Mistake) { mistake.check() }

    @Test("in credentials, limits and checks are told", arguments: [load, providers].flatMap(\.self))
    func inProviders(mistake: Mistake) { mistake.check() }

    @Test("include models that stand behind each other too deeply, told once")
    func depth() throws {
        func chain(_ count: Int) -> String {
            let models = (1..<count).map { "m\($0): {targets: [m\($0 + 1)]}" } + ["m\(count): {targets: [p/x]}"]
            return Harness.document("models: {\(models.joined(separator: ", "))}")
        }
        #expect(Harness().problems(chain(8)) == [])
        for count in [9, 10, 30] {
            let problems = Harness().problems(chain(count))
            #expect(problems.map(\.code) == [.conflict])
            #expect(problems.map(\.path) == ["models.m\(count - 8)"])
            #expect(problems[0].message.contains("more than 8"))
        }
    }

    @Test("include models that lead to too many targets, told once")
    func width() throws {
        func tree(_ base: Int) -> String {
            let targets = Array(repeating: "p/x", count: 10).joined(separator: ", ")
            let middle = Array(repeating: "c", count: 10).joined(separator: ", ")
            let outer = Array(repeating: "b", count: base).joined(separator: ", ")
            return Harness.document(
                "models: {z: {targets: [a]}, a: {targets: [\(outer)]}, b: {targets: [\(middle)]}, c: {targets: [\(targets)]}}"
            )
        }
        #expect(Harness().problems(tree(10)) == [])
        let problems = Harness().problems(tree(11))
        #expect(problems.map(\.code) == [.tooLarge])
        #expect(problems.map(\.path) == ["models.a"])
    }

    @Test("of a circle of many thousand models end in one message of bounded length")
    func longCircle() throws {
        let count = 20_000
        let models = (0..<count).map { "m\($0): {targets: [m\(($0 + 1) % count)]}" }
        let problems = Harness().problems(Harness.document("models:\n  " + models.joined(separator: "\n  ")))
        #expect(problems.map(\.code).contains(.cycle))
        #expect(problems.count == 2)
        for problem in problems { #expect(problem.message.utf8.count < 200, "\(problem.message)") }
    }
}
