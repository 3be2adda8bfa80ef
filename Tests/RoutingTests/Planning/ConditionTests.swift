import Routing
import Testing

@Suite("Conditions")
struct ConditionTests {
    private static let facts = TestFacts(
        model: "chat",
        keyName: "dev-bot",
        teamName: "dev",
        estimatedInputTokens: 1200,
        headers: ["x-tier": "gold", "x-n": "12.0", "x-flag": "true", "x-hex": "0x10", "x-empty": ""],
        parameters: [
            "temperature": .number(0.5), "stream": .bool(true), "response_format.type": .string("json_schema"),
            "stop": .list([.string("a"), .number(3)]), "none": .list([]),
        ],
        metadata: ["plan": .string("pro")]
    )

    @Test(
        "every operator on every kind of value",
        arguments: [
            (.header("x-tier"), .eq, .string("gold"), true), (.header("x-tier"), .eq, .string("Gold"), false),
            (.header("x-tier"), .ne, .string("gold"), false), (.header("x-tier"), .ne, .string("silver"), true),
            (.header("x-n"), .eq, .number(12), true), (.header("x-n"), .eq, .string("12"), false),
            (.header("x-n"), .gt, .number(11), true), (.header("x-n"), .gt, .number(12), false),
            (.header("x-n"), .gte, .number(12), true), (.header("x-n"), .lt, .number(12), false),
            (.header("x-n"), .lte, .number(12), true), (.header("x-n"), .lt, .string("12.5"), true),
            (.header("x-flag"), .eq, .bool(true), true), (.header("x-flag"), .ne, .bool(false), true),
            (.header("x-hex"), .eq, .number(16), false), (.header("x-empty"), .eq, .number(0), false),
            (.header("x-empty"), .eq, .string(""), true), (.header("x-tier"), .gt, .number(0), false),
            (.header("x-tier"), .in, .list([.string("silver"), .string("gold")]), true),
            (.header("x-tier"), .nin, .list([.string("silver"), .string("gold")]), false),
            (.header("x-n"), .in, .list([.number(12)]), true), (.header("x-tier"), .in, .list([]), false),
            (.header("x-tier"), .regex, .string("^g.ld$"), true), (.header("x-tier"), .regex, .string("^old"), false),
            (.parameter("temperature"), .lt, .number(1), true), (.parameter("temperature"), .eq, .string("0.5"), true),
            (.parameter("temperature"), .regex, .string("^0\\.5$"), true),
            (.parameter("stream"), .eq, .bool(true), true), (.parameter("stream"), .eq, .string("true"), true),
            (.parameter("stream"), .eq, .number(1), false), (.parameter("stream"), .regex, .string("^true$"), true),
            (.parameter("response_format.type"), .eq, .string("json_schema"), true),
            (.parameter("stop"), .eq, .string("a"), true), (.parameter("stop"), .ne, .string("a"), false),
            (.parameter("stop"), .gt, .number(2), true), (.parameter("stop"), .gt, .number(3), false),
            (.parameter("stop"), .in, .list([.string("b"), .string("3")]), true),
            (.parameter("none"), .eq, .string("a"), false), (.parameter("none"), .ne, .string("a"), true),
            (.metadata("plan"), .eq, .string("pro"), true), (.key, .regex, .string("-bot$"), true),
            (.team, .eq, .string("dev"), true), (.model, .eq, .string("chat"), true),
            (.inputTokens, .gte, .number(1200), true), (.inputTokens, .eq, .string("1200"), true),
        ] as [(Condition.Field, Condition.Operator, FactValue, Bool)]
    )
    func operators(_ field: Condition.Field, _ word: Condition.Operator, _ value: FactValue, _ expected: Bool) throws {
        let condition = Condition.comparison(field, try Condition.Test(word, value))
        #expect(condition.evaluate(Self.facts) == expected, "\(condition)")
        #expect(Condition.not(condition).evaluate(Self.facts) != expected)
    }

    @Test(
        "where the request has no such value only `ne` and `nin` hold",
        arguments: [Condition.Field.header("x"), .parameter("x"), .metadata("x"), .key, .team],
        Condition.Operator.allCases
    )
    func missing(_ field: Condition.Field, _ word: Condition.Operator) throws {
        let value: FactValue =
            switch word {
            case .eq, .ne: .string("")
            case .gt, .gte, .lt, .lte: .number(0)
            case .in, .nin: .list([.string(""), .number(0)])
            case .regex: .string("")
            }
        let holds = Condition.comparison(field, try Condition.Test(word, value)).evaluate(TestFacts())
        #expect(holds == (word == .ne || word == .nin))
    }

    @Test("and, or, not: the whole truth table", arguments: [false, true], [false, true])
    func combinators(_ left: Bool, _ right: Bool) {
        let one = left ? Condition.always : .not(.always)
        let two = right ? Condition.always : .not(.always)
        #expect(Condition.and([one, two]).evaluate(TestFacts()) == (left && right))
        #expect(Condition.or([one, two]).evaluate(TestFacts()) == (left || right))
        #expect(
            Condition.not(.and([one, two])).evaluate(TestFacts())
                == Condition.or([.not(one), .not(two)]).evaluate(TestFacts())
        )
        #expect(Condition.and([]).evaluate(TestFacts()) && !Condition.or([]).evaluate(TestFacts()))
    }

    @Test(
        "values that an operator does not take are refused",
        arguments: [
            (.eq, .list([])), (.ne, .absent), (.gt, .string("many")), (.lt, .bool(true)), (.gte, .list([.number(1)])),
            (.in, .string("a")), (.nin, .list([.list([])])), (.regex, .number(1)), (.regex, .string("(")),
        ] as [(Condition.Operator, FactValue)]
    )
    func refused(_ word: Condition.Operator, _ value: FactValue) {
        #expect(throws: ConditionError.self) { try Condition.Test(word, value) }
    }

    @Test("a condition describes itself")
    func description() throws {
        let condition = Condition.and([
            .comparison(.header("x-tier"), try .init(.in, .list([.string("gold"), .number(1.5)]))),
            .or([
                .comparison(.inputTokens, try .init(.gt, .number(1000))),
                .not(.comparison(.team, try .init(.regex, .string("^d")))),
            ]),
        ])
        #expect(
            "\(condition)" == "(header x-tier in [\"gold\", 1.5] and (input_tokens gt 1000 or not (team regex /^d/)))"
        )
    }

    @Test("conditional plans take the branches whose condition holds, in order")
    func conditionalPlan() {
        var world = PlanningWorld()
        let gold = Condition.comparison(.header("x-tier"), .equals(.string("gold")))
        let long = Condition.comparison(.inputTokens, .greater(1000))
        let route = ModelRoute(
            name: "chat",
            strategy: .conditional,
            branches: [branch("gold/m", when: gold), branch("long/m", when: long), branch("default/m")]
        )
        #expect(world.plan(route).names == ["default/m"])
        #expect(world.plan(route).skippedNames == ["gold/m", "long/m"])
        #expect(world.plan(route, Self.facts).names == ["gold/m", "long/m", "default/m"])
        let some = TestFacts(estimatedInputTokens: 2000)
        #expect(world.plan(route, some).explanation.first == "1. long/m (chat: condition holds: input_tokens gt 1000)")
    }

    @Test("a condition counts under every strategy", arguments: StrategyKind.allCases)
    func everywhere(_ strategy: StrategyKind) {
        var world = PlanningWorld()
        let never = Condition.not(.always)
        let route = ModelRoute(
            name: "chat",
            strategy: strategy,
            stickyKey: .user,
            branches: [branch("a/m", when: never), branch("b/m", when: .always)]
        )
        #expect(world.plan(route).names == ["b/m"])
    }
}
