import Settings
import Testing

@Suite("Problems of governance")
struct GovernanceErrorsTests {
    private static let document = Harness.document
    private static let secret = "key: sk-km-0123456789"

    static let top: [Mistake] = [
        Mistake(
            document("data: postgres://u:secret@db/k"),
            .invalidValue,
            "3:7",
            "data",
            "PostgreSQL is not in this version"
        ),
        Mistake(document("data: PostgreSQL://db/k"), .invalidValue, "3:7", "data", "PostgreSQL is not in this version"),
        Mistake(document("data: s3://bucket"), .invalidValue, "3:7", "data", "allowed: a path such as ./kanmon-data"),
        Mistake(document("data: \"\""), .wrongType, "3:7", "data", "the path of a folder"),
        Mistake(document("data: {}"), .wrongType, "3:7", "data", "the path of a folder"),
        Mistake(document("time_zone: Asia/Tokio"), .invalidValue, "3:12", "time_zone", "did you mean \"Asia/Tokyo\"?"),
        Mistake(document("time_zone: JST"), .invalidValue, "3:12", "time_zone", "IANA"),
        Mistake(document("time_zone: 9"), .invalidValue, "3:12", "time_zone", "Asia/Tokyo or UTC"),
        Mistake(
            document("currency: {code: yen, per_usd: 150}"),
            .invalidValue,
            "3:18",
            "currency.code",
            "capital letters"
        ),
        Mistake(document("currency: {code: JPY}"), .missingField, "3:11", "currency.per_usd", "required"),
        Mistake(
            document("currency: {code: JPY, per_usd: 0}"),
            .invalidValue,
            "3:32",
            "currency.per_usd",
            "more than 0"
        ),
        Mistake(
            document("currency: {code: JPY, per_usd: 1.0000001}"),
            .invalidValue,
            "3:32",
            "currency.per_usd",
            "at most six decimals"
        ),
        Mistake(document("currency: {code: USD, per_usd: 2}"), .conflict, "3:32", "currency.per_usd", "worth 1 of USD"),
        Mistake(document("ledger: {}"), .missingField, "1:1", "data", "with ledger"),
        Mistake(
            document("data: d\nledger: {on_full: drop}"),
            .invalidValue,
            "4:19",
            "ledger.on_full",
            "refuse, continue"
        ),
        Mistake(document("data: d\nledger: {sync: 0ms}"), .invalidValue, "4:16", "ledger.sync", "1ms to 10s"),
        Mistake(
            document("data: d\nledger: {max_journal: 1KiB}"),
            .invalidValue,
            "4:23",
            "ledger.max_journal",
            "1MiB to"
        ),
        Mistake(
            document("data: d\nledger: {retention: 1h}"),
            .invalidValue,
            "4:21",
            "ledger.retention",
            "1d to 36500d"
        ),
        Mistake(
            document("budget_defaults: {unknown_price: maybe}"),
            .invalidValue,
            "3:34",
            "budget_defaults.unknown_price",
            "allow, refuse, or US dollars"
        ),
        Mistake(
            document("budget_defaults: {unknown_price: -1}"),
            .invalidValue,
            "3:34",
            "budget_defaults.unknown_price",
            "0 to 1000000"
        ),
        Mistake(
            document("budget_defaults: {assumed_output_tokens: 0}"),
            .invalidValue,
            "3:42",
            "budget_defaults.assumed_output_tokens",
            "1 to 10000000"
        ),
    ]

    static let server: [Mistake] = [
        Mistake(document("server: {admin_token: short}"), .invalidValue, "3:23", "server.admin_token", "16 to 4096"),
        Mistake(
            document("server: {admin_token: 1234567890123456}"),
            .wrongType,
            "3:23",
            "server.admin_token",
            "quotes"
        ),
        Mistake(
            document("server: {admin_listen: here}"),
            .invalidValue,
            "3:24",
            "server.admin_listen",
            "127.0.0.1:4000"
        ),
        Mistake(
            document("server: {admin_listen: \"127.0.0.1:4000\"}"),
            .conflict,
            "3:24",
            "server.admin_listen",
            "the same address as `listen`"
        ),
        Mistake(
            document("server: {trusted_proxies: [10.0.0.1/8]}"),
            .invalidValue,
            "3:28",
            "server.trusted_proxies[0]",
            "10.0.0.0/8"
        ),
        Mistake(
            document("server: {admin_token: sk-km-0123456789}\nkeys: [{name: a, \(secret)}]"),
            .conflict,
            "3:23",
            "server.admin_token",
            "the key of \"a\""
        ),
        Mistake(
            document("server: {require_keys: true}"),
            .conflict,
            "3:24",
            "server.require_keys",
            "none is declared"
        ),
    ]

    static let limits: [Mistake] = [
        team(
            "limits: {requests_per_minute: -1}",
            .invalidValue,
            "3:43",
            "limits.requests_per_minute",
            "0 to 1000000000000000"
        ),
        team("limits: {requests_per_minute: 1.5}", .wrongType, "3:43", "limits.requests_per_minute", "an integer"),
        team(
            "limits: {requests_per_minutes: 1}",
            .unknownField,
            "3:22",
            "limits.requests_per_minutes",
            "requests_per_minute\"?"
        ),
        team("limits: {tokens_per_second: 1}", .unknownField, "3:22", "limits.tokens_per_second", "tokens_per_minute"),
        team("limits: 600", .wrongType, "3:21", "limits", "a mapping"),
        Mistake(
            document(
                "keys: [{name: a, \(secret), model_limits: {chta: {concurrent: 1}}}]\nmodels: {chat: {targets: [p/x]}}"
            ),
            .unknownModel,
            "3:56",
            "keys[0].model_limits.chta",
            "did you mean \"chat\"?"
        ),
        Mistake(
            document("keys: [{name: a, \(secret), model_limits: {\"q/*\": {concurrent: 1}}}]"),
            .unknownProvider,
            "3:56",
            "keys[0].model_limits[\"q/*\"]",
            "declared: p"
        ),
    ]

    static let budgets: [Mistake] = [
        budget("{period: day}", .missingField, "3:24", ".amount", "required"),
        budget("{amount: 1}", .missingField, "3:24", ".period", "required"),
        budget("{amount: -1, period: day}", .invalidValue, "3:33", ".amount", "0 to 1000000000000000"),
        budget("{amount: 1000000000000001, period: day}", .invalidValue, "3:33", ".amount", "out of range"),
        budget("{amount: 1e30, period: day}", .invalidValue, "3:33", ".amount", "0 to 1000000000000000"),
        budget("{amount: lots, period: day}", .invalidValue, "3:33", ".amount", "a decimal number such as 12.5"),
        budget("{amount: .inf, period: day}", .invalidValue, "3:33", ".amount", "a decimal number such as 12.5"),
        budget("{amount: true, period: day}", .wrongType, "3:33", ".amount", "a decimal number"),
        budget("{amount: \"1,000\", period: day}", .invalidValue, "3:33", ".amount", "a decimal number such as 12.5"),
        budget("{amount: 0.0000000000000000001, period: day}", .invalidValue, "3:33", ".amount", "at most 18 decimals"),
        budget("{amount: 1.5, currency: tokens, period: day}", .invalidValue, "3:33", ".amount", "a whole number"),
        budget("{amount: 1, currency: yen, period: day}", .invalidValue, "3:46", ".currency", "such as JPY"),
        budget("{amount: 1, currency: JPY, period: day}", .invalidValue, "3:46", ".currency", "allowed: USD, tokens"),
        budget("{amount: 1, period: monthly}", .invalidValue, "3:44", ".period", "did you mean \"month\"?"),
        budget("{amount: 1, period: day, alignment: fixed}", .invalidValue, "3:60", ".alignment", "calendar, rolling"),
        budget("{amount: 1, period: day, time_zone: Mars/Base}", .invalidValue, "3:60", ".time_zone", "IANA"),
        budget(
            "{amount: 1, period: day, alignment: rolling, time_zone: UTC}",
            .conflict,
            "3:80",
            ".time_zone",
            "no effect with alignment: rolling"
        ),
        budget(
            "{amount: 1, period: total, time_zone: UTC}",
            .conflict,
            "3:62",
            ".time_zone",
            "no effect with period: total"
        ),
        budget("{amount: 1, period: day, alert_at: [0]}", .invalidValue, "3:60", ".alert_at[0]", "from 0.001 to 1"),
        budget("{amount: 1, period: day, alert_at: [101%]}", .invalidValue, "3:60", ".alert_at[0]", "from 0.001 to 1"),
        budget("{amount: 1, period: day, alert_at: [0.0005]}", .invalidValue, "3:60", ".alert_at[0]", "three decimals"),
        budget("{amount: 1, period: day, alert_at: [half]}", .invalidValue, "3:60", ".alert_at[0]", "0.8 or 80%"),
        budget("{amount: 1, period: day, alert_at: 0.5}", .wrongType, "3:59", ".alert_at", "a list"),
        budget("{amount: 1, period: day, alert_at: [0.5, 50%]}", .duplicate, "3:59", ".alert_at", "stands twice"),
        budget("{amount: 1, period: day, action: stop}", .invalidValue, "3:57", ".action", "block, warn"),
        budget("{amount: 1, period: day, action: {}}", .missingField, "3:57", ".action.downgrade", "required"),
        budget(
            "{amount: 1, period: day, action: {downgrade: none}}",
            .unknownModel,
            "3:69",
            ".action.downgrade",
            "names no declared model"
        ),
        budget(
            "{amount: 1, period: day, action: {downgrade: q/x}}",
            .unknownProvider,
            "3:69",
            ".action.downgrade",
            "declared: p"
        ),
        budget(
            "{amount: 1, currency: tokens, period: day, unknown_price: refuse}",
            .conflict,
            "3:82",
            ".unknown_price",
            "no effect with currency: tokens"
        ),
        Mistake(
            document("teams: {t: {budgets: [{amount: 1, period: day}, {amount: 2, period: day}]}}"),
            .duplicate,
            "3:49",
            "teams.t.budgets[1]",
            "\"day\"",
            "another `name`"
        ),
    ]

    static let downgrades: [Mistake] = [
        Mistake(
            document("models: {a: {targets: [p/x], budgets: [{amount: 1, period: day, action: {downgrade: a}}]}}"),
            .cycle,
            "3:85",
            "models.a.budgets[0].action.downgrade",
            "a → a"
        ),
        Mistake(
            document(
                """
                models:
                  a: {targets: [p/x], budgets: [{amount: 1, period: day, action: {downgrade: b}}]}
                  b: {targets: [p/x], budgets: [{amount: 1, period: day, action: {downgrade: c}}]}
                  c: {targets: [p/x], budgets: [{amount: 1, period: day, action: {downgrade: b}}]}
                """
            ),
            .cycle,
            "6:78",
            "models.c.budgets[0].action.downgrade",
            "b → c → b"
        ),
        Mistake(
            document(
                """
                models:
                  a: {targets: [p/x], budgets: [{amount: 1, period: day, action: {downgrade: b}}]}
                  b: {targets: [p/x], environments: [dev]}
                """
            ),
            .conflict,
            "4:78",
            "models.a.budgets[0].action.downgrade",
            "for dev alone"
        ),
    ]

    static let keys: [Mistake] = [
        key("project: none", .unknownProject, "6:50", "project", "no such project", "declared: search, other"),
        key("user: none", .unknownUser, "6:47", "user", "no such user", "declared: u"),
        key("team: b, project: search", .conflict, "6:59", "project", "belongs to the team \"a\""),
        key("team: b, user: u", .conflict, "6:56", "user", "not of the key's team, \"b\""),
        key("environment: production", .invalidValue, "6:54", "environment", "dev, test, prod"),
        key("team: a, environment: prod", .conflict, "6:63", "environment", "no keys for prod", "allowed: dev, test"),
        key("team: a", .missingField, "6:8", "environment", "several environments", "allowed: dev, test"),
        key("expires: tomorrow", .invalidValue, "6:50", "expires", "2026-12-01T00:00:00Z"),
        key(
            "not_before: 2026-12-01T00:00:00Z, expires: 2026-12-01T00:00:00Z",
            .conflict,
            "6:84",
            "expires",
            "never be accepted"
        ),
        key("surfaces: [chat]", .invalidValue, "6:52", "surfaces[0]", "openai-chat"),
        key("surfaces: []", .invalidValue, "6:51", "surfaces", "at least 1"),
        key("addresses: [example.com]", .invalidValue, "6:53", "addresses[0]", "2001:db8::/32"),
        key("bounds: {max_tokens: 0}", .invalidValue, "6:62", "bounds.max_tokens", "1 to 10000000"),
        key("bounds: {max_n: 129}", .invalidValue, "6:57", "bounds.max_n", "1 to 128"),
        key("bounds: {action: drop}", .invalidValue, "6:58", "bounds.action", "refuse, clamp"),
        key(
            "bounds: {min_temperature: 1, max_temperature: 0.5}",
            .conflict,
            "6:67",
            "bounds.min_temperature",
            "nothing is left"
        ),
        key("signing_secret: 0123456789abcdef", .invalidValue, "6:57", "signing_secret", "32 to 4096"),
        key("tags: [a, a]", .duplicate, "6:51", "tags[1]", "stands twice"),
        key("tags: [\"a b\"]", .invalidValue, "6:48", "tags[0]", "is not a name"),
        key("metadata: {a: 1}", .wrongType, "6:55", "metadata.a", "expected a string"),
        key("models: [next]", .conflict, "6:49", "models", "for dev alone", "the key is not for"),
        key("team: b, models: [q]", .conflict, "6:58", "models", "none of these is a model of the key's team"),
    ]

    static let others: [Mistake] = [
        Mistake(document("projects: {s: {}}"), .missingField, "3:15", "projects.s.team", "required"),
        Mistake(document("projects: {s: {team: t}}"), .unknownTeam, "3:22", "projects.s.team", "there are no `teams`"),
        Mistake(document("users: {u: {role: root}}"), .invalidValue, "3:19", "users.u.role", "owner, admin, auditor"),
        Mistake(document("users: {u: {teams: [t]}}"), .unknownTeam, "3:21", "users.u.teams[0]", "there are no `teams`"),
        Mistake(document("users: {\"a b\": {}}"), .invalidValue, "3:9", "users[\"a b\"]", "is not a name"),
        Mistake(document("tags: {\"a b\": {}}"), .invalidValue, "3:8", "tags[\"a b\"]", "is not a name"),
        Mistake(
            document("teams: {t: {retention: {bodies: {store: true}}}}"),
            .conflict,
            "3:41",
            "teams.t.retention.bodies.store",
            "add `data`"
        ),
        Mistake(
            document("data: d\nteams: {t: {zero_retention: true, retention: {bodies: {store: true}}}}"),
            .conflict,
            "4:63",
            "teams.t.retention.bodies.store",
            "zero_retention: true"
        ),
        Mistake(
            document("data: d\norganization: {zero_retention: true, retention: {bodies: {store: true}}}"),
            .conflict,
            "4:66",
            "organization.retention.bodies.store",
            "zero_retention: true"
        ),
        Mistake(
            document("organization: {retention: {bodies: {store: true}}}"),
            .conflict,
            "3:44",
            "organization.retention.bodies.store",
            "add `data`"
        ),
        Mistake(
            document("data: d\nteams: {t: {retention: {bodies: {mask: [email, names]}}}}"),
            .invalidValue,
            "4:48",
            "teams.t.retention.bodies.mask[1]",
            "credentials, email, card, phone, my_number"
        ),
        Mistake(
            document(
                "teams: {t: {models: [m], environments: [dev]}}\nmodels: {m: {targets: [p/x], environments: [prod]}}"
            ),
            .conflict,
            "3:21",
            "teams.t.models",
            "for prod alone",
            "the team's keys are not for"
        ),
        Mistake(
            document("organization: {limits: {concurrent: 1}}\nkeys: [{name: a, \(secret)}]"),
            .missingField,
            "4:8",
            "keys[0].team",
            "the organization has limits"
        ),
        Mistake(
            document("models: {m: {targets: [p/x], environments: [staging]}}"),
            .invalidValue,
            "3:45",
            "models.m.environments[0]",
            "dev, test, prod"
        ),
        Mistake(
            document("prices: {m: {input_per_million: 1}}"),
            .unknownProvider,
            "3:10",
            "prices.m",
            "provider/model"
        ),
        Mistake(
            document("prices: {q/m: {input_per_million: 1}}"),
            .unknownProvider,
            "3:10",
            "prices[\"q/m\"]",
            "declared: p"
        ),
        Mistake(
            document("prices: {\"p/*\": {input_per_million: 1}}"),
            .invalidValue,
            "3:10",
            "prices[\"p/*\"]",
            "not a name"
        ),
        Mistake(
            document("prices: {p/m: {cached_input_per_million: 1}}"),
            .invalidValue,
            "3:15",
            "prices[\"p/m\"]",
            "input_per_million"
        ),
        Mistake(
            document("prices: {p/m: {input_per_million: -0.1}}"),
            .invalidValue,
            "3:35",
            "prices[\"p/m\"].input_per_million",
            "0 to 1000000"
        ),
        Mistake(
            document("prices: {p/m: {per_request: 9.5}}"),
            .invalidValue,
            "3:29",
            "prices[\"p/m\"].per_request",
            "0 to 9"
        ),
        Mistake(
            document("prices: {p/m: {input_per_milion: 1, output_per_million: 1}}"),
            .unknownField,
            "3:16",
            "prices[\"p/m\"].input_per_milion",
            "did you mean \"input_per_million\"?"
        ),
        Mistake(
            document("prices: {p/m: {input_per_million: 0.0000000000001}}"),
            .invalidValue,
            "3:15",
            "prices[\"p/m\"]",
            "more than 12 decimals"
        ),
    ]

    @Test("at the top are told", arguments: top + server)
    func inSettings(mistake: Mistake) { mistake.check() }

    @Test("in limits and budgets are told", arguments: limits + budgets + downgrades)
    func inPolicies(mistake: Mistake) { mistake.check() }

    @Test("in keys are told", arguments: keys)
    func inKeys(mistake: Mistake) { mistake.check() }

    @Test("in teams, projects, people, tags and prices are told", arguments: others)
    func inOthers(mistake: Mistake) { mistake.check() }

    @Test("show no password of a database, no token and no secret")
    func secrets() {
        let document = Self.document(
            """
            data: postgres://user:hunter2@db/kanmon
            server: {admin_token: "hunter2 hunter2 hunter2"}
            keys: [{name: a, \(Self.secret), signing_secret: hunter2}]
            """
        )
        let problems = Harness().problems(document)
        #expect(problems.count == 3)
        for problem in problems { #expect(!problem.description.contains("hunter2")) }
    }

    @Test("do not include a long chain of downgrades, nor a way to a model by two ways")
    func harmless() {
        let chain = (0..<2000).map { index in
            let budgets = [1, 2].filter { index + $0 < 2000 }.map { step in
                "{amount: \(step), period: day, name: b\(step), action: {downgrade: m\(index + step)}}"
            }
            return "  m\(index): {targets: [p/x], budgets: [\(budgets.joined(separator: ", "))]}"
        }
        #expect(Harness().problems(Self.document("models:\n\(chain.joined(separator: "\n"))")) == [])
    }

    private static func team(
        _ field: String,
        _ code: ConfigurationProblem.Code,
        _ place: String,
        _ path: String,
        _ words: String...
    ) -> Mistake {
        Mistake(document("teams: {t: {\(field)}}"), code, place, "teams.t.\(path)", words: words)
    }

    private static func budget(
        _ text: String,
        _ code: ConfigurationProblem.Code,
        _ place: String,
        _ path: String,
        _ words: String...
    ) -> Mistake {
        Mistake(document("teams: {t: {budgets: [ \(text)]}}"), code, place, "teams.t.budgets[0]\(path)", words: words)
    }

    private static func key(
        _ fields: String,
        _ code: ConfigurationProblem.Code,
        _ place: String,
        _ path: String,
        _ words: String...
    ) -> Mistake {
        let text = document(
            """
            models: {next: {targets: [p/x], environments: [dev]}, q: {targets: [p/x]}, r: {targets: [p/x]}}
            teams: {a: {environments: [dev, test]}, b: {models: [r]}}
            projects: {search: {team: a}, other: {team: b}}
            keys: [{name: k, \(secret), \(fields)}]
            users: {u: {teams: [a]}}
            """
        )
        return Mistake(text, code, place, "keys[0].\(path)", words: words)
    }
}
