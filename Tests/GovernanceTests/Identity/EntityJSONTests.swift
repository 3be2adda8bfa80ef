import Governance
import JSONText
import Pricing
import Testing

@Suite struct EntityJSONTests {
    private static let stamp = """
        "created":"2026-12-01T00:00:00Z","updated":"2026-12-02T00:00:00Z","source":"store","version":3
        """
    private static let rules = """
        "models":["chat","openai/*"],"surfaces":["gemini","openai-chat"],"regions":["eu","jp"],\
        "addresses":["10.0.0.0/8","192.0.2.1"],"bounds":{"max_tokens":4096,"min_temperature":0.1,"max_temperature":1,\
        "max_n":2,"tools":false,"stream":false,"action":"clamp"},"guardrails":["secrets","corp.pii-2"]
        """
    private static let policies = """
        "limits":{"requests_per_second":1,"requests_per_minute":2,"requests_per_hour":3,"requests_per_day":4,"concurrent":5,\
        "tokens_per_minute":6,"tokens_per_hour":7,"tokens_per_day":8,"input_tokens_per_minute":9,"input_tokens_per_hour":10,\
        "input_tokens_per_day":11,"output_tokens_per_minute":12,"output_tokens_per_hour":13,"output_tokens_per_day":14},\
        "budgets":[{"name":"main","amount":"1000.5","currency":"USD","period":"month","alignment":"calendar",\
        "time_zone":"Asia/Tokyo","alert_at":[0.5,0.805,1],"action":{"downgrade":"cheap"},"unknown_price":"0.25"},\
        {"name":"t","amount":"7","currency":"tokens","period":"day","alignment":"rolling","time_zone":"UTC","alert_at":[],\
        "action":"warn"}],\
        "tags":["b","a"],"metadata":{"a":"1","cost-centre":"4711"},"disabled":true
        """
    private static let digest = String(repeating: "ab", count: 32)

    private static let organization =
        #"{"name":"acme","description":"All of us","# + "\(rules),\(policies),\(stamp)}"
    private static let team = #"{"name":"dev","organization":"acme","# + "\(rules),\(policies),\(stamp)}"
    private static let project = #"{"name":"search","team":"dev","# + "\(rules),\(policies),\(stamp)}"
    private static let user = """
        {"id":"user_1","name":"aki@example.com","display_name":"Aki","role":"team-admin","teams":["dev","ops"],\
        "password_hash":"$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",\
        "password_changed":"2026-12-01T00:00:00Z",\(rules),\(policies),\(stamp)}
        """
    private static let key = """
        {"id":"key_1","name":"dev-bot","description":"d","owner":"user_1","team":"dev","project":"search",\
        "environment":"prod",\(rules),"model_limits":[{"models":"gpt-*","limits":{"requests_per_minute":1}}],\(policies),\
        "not_before":"2026-12-01T00:00:00Z","expires":"2027-12-01T00:00:00Z","revoked":"2026-12-05T00:00:00Z",\
        "prefix":"sk-km-ab12…","digest":"\(digest)","previous":{"prefix":"sk-km-cd34…","digest":"\(digest)",\
        "valid_until":"2026-12-04T00:00:00Z"},"rotated":"2026-12-03T00:00:00Z","signing":true,"signing_seed":"abc",\(stamp)}
        """

    @Test func everyMemberIsWrittenAsItIsRead() throws {
        #expect(try Organization(json: Samples.json(Self.organization)).json(masked: false).text == Self.organization)
        #expect(try Team(json: Samples.json(Self.team)).json(masked: false).text == Self.team)
        #expect(try Project(json: Samples.json(Self.project)).json(masked: false).text == Self.project)
        #expect(try User(json: Samples.json(Self.user)).json(masked: false).text == Self.user)
        #expect(try VirtualKey(json: Samples.json(Self.key)).json(masked: false).text == Self.key)
    }

    @Test func whatIsLeftOutIsTheDefault() throws {
        let team = try Team(json: Samples.json(#"{"name":"dev","models":null,\#(Self.stamp)}"#))
        #expect(team.access == AccessRules())
        let written =
            #"{"name":"dev","limits":{},"budgets":[],"tags":[],"metadata":{},"disabled":false,\#(Self.stamp)}"#
        #expect(team.json(masked: false).text == written)
    }

    @Test func masksLeaveSecretsOut() throws {
        let key = try VirtualKey(json: Samples.json(Self.key)).json(masked: true)
        #expect(!key.text.contains(Self.digest) && key["signing_seed"] == nil && key["previous"]?["digest"] == nil)
        #expect(key["prefix"]?.string == "sk-km-ab12…" && key["signing"]?.bool == true)
        let user = try User(json: Samples.json(Self.user)).json(masked: true)
        #expect(!user.text.contains("scrypt") && user["password_changed"] != nil)
    }

    @Test func secretsOfTheConfigurationAreNeverWritten() throws {
        var key = Samples.key()
        key.signing = .given(try #require(SigningSecret("a-secret-of-the-configuration-000")))
        #expect(!key.json(masked: false).text.contains("a-secret"))
    }

    @Test func tellsEverythingThatIsWrongAtOnce() throws {
        let json = try Samples.json(
            """
            {"name":"-x","models":[],"surfaces":["chat"],"regions":"eu","addresses":["10.0.0.1/8"],"colour":1,
             "guardrails":["pii","PII"],
             "bounds":{"max_tokens":0,"min_temperature":2,"max_temperature":1,"top":1},
             "limits":{"requests_per_year":1,"concurrent":-1},"budgets":[{"amount":"1e3","period":"fortnight"}],
             "tags":["a","a"],"metadata":{"a":1,"":"x"},"disabled":"no","created":"now","source":"store","version":0}
            """
        )
        let error = try #require(throws: InvalidEntity.self) { try Team(json: json) }
        let found = Set(error.problems.map { "\($0.path) \($0.code.rawValue)" })
        let expected: Set = [
            "name invalid_value", "models invalid_value", "surfaces[0] invalid_value", "regions wrong_type",
            "addresses[0] invalid_value", "guardrails[1] invalid_value", "colour unknown_field",
            "bounds.max_tokens invalid_value",
            "bounds.min_temperature conflict", "bounds.top unknown_field",
            "limits.requests_per_year unknown_field", "limits.concurrent invalid_value",
            "budgets[0].amount invalid_value",
            "budgets[0].period invalid_value", "tags duplicate", "metadata.a wrong_type", "metadata invalid_value",
            "disabled wrong_type", "created invalid_value", "updated missing_field", "version invalid_value",
        ]
        #expect(found == expected)
        let message = try #require(error.problems.first { $0.path == "surfaces[0]" }).message
        #expect(message.contains("openai-chat") && message.contains("mcp"))
    }

    @Test(
        arguments: [
            (#"["pii","pii"]"#, "guardrails duplicate"), (#""pii""#, "guardrails wrong_type"),
            ("[1]", "guardrails[0] wrong_type"), (#"["a b"]"#, "guardrails[0] invalid_value"),
            (#"[""]"#, "guardrails[0] invalid_value"),
            ("[" + (0...64).map { #""g\#($0)""# }.joined(separator: ",") + "]", "guardrails invalid_value"),
        ]
    )
    func guardrailsAreNamesEachOnce(json: String, problem: String) throws {
        let team = try Samples.json(#"{"name":"dev","guardrails":\#(json),\#(Self.stamp)}"#)
        let error = try #require(throws: InvalidEntity.self) { try Team(json: team) }
        #expect(error.problems.map { "\($0.path) \($0.code.rawValue)" } == [problem])
    }

    @Test(arguments: [
        (#"{"amount":1,"tokens":1,"period":"day"}"#, "budgets[0].tokens unknown_field"),
        (#"{"period":"day"}"#, "budgets[0].amount missing_field"),
        (#"{"amount":1}"#, "budgets[0].period missing_field"),
        (#"{"amount":-1,"period":"day"}"#, "budgets[0].amount invalid_value"),
        (#"{"amount":"1.0000000000000000001","period":"day"}"#, "budgets[0].amount invalid_value"),
        (#"{"amount":"1000000000000000","period":"day"}"#, "budgets[0].amount invalid_value"),
        (#"{"amount":"","period":"day"}"#, "budgets[0].amount invalid_value"),
        (#"{"amount":"NaN","period":"day"}"#, "budgets[0].amount invalid_value"),
        (#"{"amount":1,"currency":"JPY","period":"day"}"#, "budgets[0].currency invalid_value"),
        (#"{"amount":1,"period":"day","alert_at":[0]}"#, "budgets[0].alert_at[0] invalid_value"),
        (#"{"amount":1,"period":"day","alert_at":[0.0001]}"#, "budgets[0].alert_at[0] invalid_value"),
        (#"{"amount":1,"period":"day","alert_at":[0.5,0.50]}"#, "budgets[0].alert_at duplicate"),
        (#"{"amount":1,"period":"day","action":"downgrade"}"#, "budgets[0].action invalid_value"),
        (#"{"amount":1,"period":"day","action":1}"#, "budgets[0].action wrong_type"),
        (#"{"amount":1,"period":"day","action":{"downgrade":""}}"#, "budgets[0].action.downgrade invalid_value"),
        (#"{"amount":1,"period":"day","action":{}}"#, "budgets[0].action.downgrade missing_field"),
        (#"{"amount":1,"period":"day","action":{"downgrade":"x","to":1}}"#, "budgets[0].action.to unknown_field"),
        (#"{"amount":1,"period":"day","downgrade_to":"x"}"#, "budgets[0].downgrade_to unknown_field"),
        (#"{"amount":1,"period":"day","action":"warn","downgrade_to":"x"}"#, "budgets[0].downgrade_to unknown_field"),
        (#"{"amount":1.5,"currency":"tokens","period":"day"}"#, "budgets[0].amount invalid_value"),
        (#"{"amount":-1,"currency":"tokens","period":"day"}"#, "budgets[0].amount invalid_value"),
        (#"{"amount":"","currency":"tokens","period":"day"}"#, "budgets[0].amount invalid_value"),
        (
            #"{"amount":1,"currency":"tokens","unknown_price":"refuse","period":"day"}"#,
            "budgets[0].unknown_price conflict"
        ),
        (#"{"amount":1,"unknown_price":"maybe","period":"day"}"#, "budgets[0].unknown_price invalid_value"),
        (#"{"amount":1,"period":"day","time_zone":"../etc/passwd"}"#, "budgets[0].time_zone invalid_value"),
        (#"{"amount":1,"period":"day"},{"amount":2,"period":"day"}"#, "budgets duplicate"),
    ])
    func refusesBudgetsThatAreNone(budget: String, problem: String) throws {
        let json = try Samples.json(#"{"name":"dev","budgets":[\#(budget)],\#(Self.stamp)}"#)
        let error = try #require(throws: InvalidEntity.self) { try Team(json: json) }
        #expect(error.problems.map { "\($0.path) \($0.code.rawValue)" } == [problem])
    }

    /// What earlier versions wrote is read, from the store and from callers, and written as the configuration spells it.
    @Test(arguments: [
        (#"{"tokens":7,"period":"day"}"#, #""amount":"7","currency":"tokens""#),
        (#"{"tokens":9223372036854775807,"period":"day"}"#, #""amount":"9223372036854775807","currency":"tokens""#),
        (#"{"amount":"7.0","currency":"tokens","period":"day"}"#, #""amount":"7","currency":"tokens""#),
        (#"{"amount":null,"tokens":7,"period":"day","currency":"USD"}"#, #""amount":"7","currency":"tokens""#),
        (#"{"amount":1,"tokens":null,"period":"day"}"#, #""amount":"1","currency":"USD""#),
        (#"{"amount":1,"period":"day","action":"downgrade","downgrade_to":"x"}"#, #""action":{"downgrade":"x"}"#),
        (
            #"{"amount":1,"period":"day","action":"warn","downgrade_to":null}"#,
            #""action":"warn","unknown_price":"allow""#
        ),
        (#"{"amount":1,"period":"day","unknown_price":"refuse"}"#, #""unknown_price":"refuse""#),
        (#"{"amount":1,"period":"day","unknown_price":0}"#, #""unknown_price":"allow""#),
        (#"{"amount":1,"period":"day","unknown_price":0.25}"#, #""unknown_price":"0.25""#),
    ])
    func budgetsInTheirEarlierSpellingAreRead(budget: String, written: String) throws {
        let team = try Team(json: Samples.json(#"{"name":"dev","budgets":[\#(budget)],\#(Self.stamp)}"#))
        let text = team.json(masked: false).text
        #expect(text.contains(written), "\(text)")
        #expect(!text.contains(#""tokens":"#) && !text.contains("downgrade_to"))
        #expect(try Team(json: Samples.json(text)).budgets == team.budgets)
    }

    @Test(arguments: [
        (#"{"tokens":5}"#, #"{"amount":5,"currency":"tokens"}"#), (#"{"amount":"5"}"#, #"{"amount":"5"}"#),
        (#"{"downgrade_to":"x"}"#, #"{"action":{"downgrade":"x"}}"#),
        (#"{"action":"block","downgrade_to":null}"#, #"{"action":"block"}"#),
        (#"{"action":"block","downgrade_to":"x"}"#, #"{"action":"block","downgrade_to":"x"}"#),
        (#"{"amount":1,"tokens":5}"#, #"{"amount":1,"tokens":5}"#),
    ])
    func changesInTheEarlierSpellingMeanWhatTheyMeant(patch: String, meant: String) throws {
        let object = try #require(Samples.json(patch).object)
        let expected = try Samples.json(meant).object
        #expect(BudgetPolicy.spelling(object, isPatch: true) == expected)
    }

    @Test func amountsAreExact() throws {
        let budgets = #"{"amount":0.1,"period":"day"},{"amount":"0.000000000000000001","period":"week"}"#
        let team = try Team(json: Samples.json(#"{"name":"dev","budgets":[\#(budgets)],\#(Self.stamp)}"#))
        #expect(team.budgets.map(\.amount) == [.money(.init(attos: 100_000_000_000_000_000)), .money(.init(attos: 1))])
        #expect(team.json(masked: true).text.contains(#""amount":"0.000000000000000001""#))
    }

    @Test(arguments: [
        (#"{"name":"a","name":"b"}"#, "name duplicate"), (#"[]"#, " wrong_type"),
        (#"{"name":"\u0000"}"#, "name invalid_value"),
        (#"{"name":"a","description":"\u001b[2J"}"#, "description invalid_value"),
        (#"{"name":"a","description":7}"#, "description wrong_type"),
    ])
    func refusesHostileTexts(text: String, problem: String) throws {
        let json = try Samples.json(text)
        let error = try #require(throws: InvalidEntity.self) { try Organization(json: json) }
        #expect(error.problems.map { "\($0.path) \($0.code.rawValue)" }.contains(problem))
    }

    @Test func problemsAreBoundedAndShowNoValue() throws {
        let many = (0..<500).map { "\"x\($0)\":\"sk-km-secret\"" }.joined(separator: ",")
        let json = try Samples.json("{\(many)}")
        let error = try #require(throws: InvalidEntity.self) { try Organization(json: json) }
        #expect(error.problems.count == 100)
        #expect(!error.description.contains("sk-km-secret"))
    }

    @Test(arguments: [
        (#""project":"p""#, "project conflict"),
        (#""not_before":"2026-12-02T00:00:00Z","expires":"2026-12-02T00:00:00Z""#, "not_before conflict"),
        (#""signing":true"#, "signing_seed conflict"), (#""signing_seed":"abc""#, "signing_seed conflict"),
        (#""environment":"production""#, "environment invalid_value"),
    ])
    func refusesKeysThatContradictThemselves(members: String, problem: String) throws {
        let json = try Samples.json(
            #"{"id":"key_1","name":"k","prefix":"…","digest":"\#(Self.digest)",\#(members),\#(Self.stamp)}"#
        )
        let error = try #require(throws: InvalidEntity.self) { try VirtualKey(json: json) }
        #expect(error.problems.map { "\($0.path) \($0.code.rawValue)" } == [problem])
    }
}
