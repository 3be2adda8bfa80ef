import Governance
import ModelAPI
import Store

/// The named schemas of the OpenAPI document.
enum Components {
    typealias Named = (name: String, schema: Schema)

    static let all: [Named] =
        error + groups + users + keys + policies + catalog + records + dashboard + guardrails + alerts + parts

    private static let error: [Named] = [
        (
            "Error",
            .object([
                .required(
                    "error",
                    .object([
                        .required("code", .choice(AdminError.Code.allCases.map(\.rawValue)), "Stable, for programs."),
                        .required("message", .text, "For people."),
                        .optional("field", .text, "The member of the body, or the query parameter, that is meant."),
                        .optional(
                            "problems",
                            .list(
                                .object([
                                    .required("code", .text), .required("field", .text), .required("message", .text),
                                ])
                            ),
                            "Everything that is wrong, where it is more than one thing."
                        ),
                    ])
                )
            ])
        ),
        ("Reason", .object([.optional("reason", .text, "Why, for the audit log.")])),
    ]

    // MARK: Objects

    /// What callers may set of every kind of object.
    private static let rules: [Schema.Member] = [
        .optional("description", .text),
        .optional("models", .list(.text), "Patterns of models that may be asked for; all where nothing is said."),
        .optional("surfaces", .list(.choice(Surface.allCases.map(\.rawValue)))),
        .optional("regions", .list(.text)),
        .optional("addresses", .list(.text), "CIDR ranges that requests may come from."),
        .optional("bounds", .reference("ParameterBounds")),
        .optional("guardrails", .list(.text), "The configuration's guardrails that look at requests."),
        .optional("limits", .reference("Limits")),
        .optional("budgets", .list(.reference("BudgetPolicy"))),
        .optional("tags", .list(.text)),
        .optional("metadata", .map(.text)),
        .optional("disabled", .flag),
    ]

    /// What the gateway notes of every object.
    private static let notes: [Schema.Member] = [
        .given("created", .time), .given("updated", .time),
        .given("source", .choice(EntitySource.allCases.map(\.rawValue)), "Where it is declared."),
        .given("version", .integer(in: 1...Int.max)),
    ]

    /// The three forms of an object: as it is shown, as it is made, as it is changed.
    private static func forms(_ name: String, own: [Schema.Member], given: [Schema.Member] = []) -> [Named] {
        [
            (name, .object(given + own + rules + notes)),
            ("\(name)Input", .object(own + rules)),
            ("\(name)Patch", .object((own + rules).map(patched))),
        ]
    }

    /// A member of a merge patch: may be missing, and `null` takes it away.
    private static func patched(_ member: Schema.Member) -> Schema.Member {
        .optional(member.name, .nullable(member.schema), member.summary)
    }

    private static let groups: [Named] =
        forms("Organization", own: [.required("name", .text)])
        + forms(
            "Team",
            own: [
                .required("name", .text), .optional("organization", .text),
                .optional(
                    "environments",
                    .list(.choice(Environment.allCases.map(\.rawValue))),
                    "What its keys may be for; with a single one, keys that name none are for that."
                ),
            ]
        )
        + forms("Project", own: [.required("name", .text), .required("team", .text)])

    private static let userMembers: [Schema.Member] = [
        .required("name", .text, "What the person signs in with."), .optional("display_name", .text),
        .required("role", .choice(Role.allCases.map(\.rawValue))), .optional("teams", .list(.text)),
    ]

    private static let users: [Named] = [
        (
            "User",
            .object(
                [.given("id", .text)] + userMembers + [.given("password_changed", .time, isRequired: false)]
                    + rules + notes
            )
        ),
        ("UserInput", .object(userMembers + [.optional("password", .formatted("password"))] + rules)),
        ("UserPatch", .object((userMembers + rules).map(patched))),
        (
            "Session",
            .object([
                .required("kind", .choice(Actor.Kind.allCases.map(\.rawValue))), .required("id", .text),
                .required("name", .text), .required("role", .choice(Role.allCases.map(\.rawValue))),
                .required("teams", .list(.text)),
                .optional("csrf_token", .text, "To be sent in \(SessionCookie.csrfField) with every change."),
            ])
        ),
    ]

    private static let keyMembers: [Schema.Member] = [
        .required("name", .text), .optional("owner", .text, "A user's id."), .optional("team", .text),
        .optional("project", .text), .optional("environment", .choice(Environment.allCases.map(\.rawValue))),
        .optional(
            "model_limits",
            .list(.object([.required("models", .text), .required("limits", .reference("Limits"))])),
            "Limits for each model apart that fits a pattern."
        ),
        .optional("not_before", .time), .optional("expires", .time),
        .optional("signing", .flag, "Whether requests must be signed."),
    ]

    private static let keyNotes: [Schema.Member] = [
        .given("revoked", .time, isRequired: false),
        .given("prefix", .text, "What may be shown of the key's text."),
        .given(
            "previous",
            .object([.required("prefix", .text), .required("valid_until", .time)]),
            "The text before the last rotation.",
            isRequired: false
        ),
        .given("rotated", .time, isRequired: false),
    ]

    static let shownKey: [Schema.Member] = [.given("id", .text)] + keyMembers + rules + keyNotes + notes
    private static let signingSecret = Schema.Member.optional("signing_secret", .text, "Told this once.")

    private static let keys: [Named] = [
        ("Key", .object(shownKey)),
        ("KeyInput", .object(keyMembers + rules)),
        ("KeyPatch", .object((keyMembers + rules).map(patched))),
        ("NewKey", .object(shownKey + [.required("key", .text, "The key's text, told this once."), signingSecret])),
        ("ChangedKey", .object(shownKey + [signingSecret])),
    ]

    // MARK: Limits and budgets

    private static let budgetMembers: [Schema.Member] = [
        .optional("name", .text, "Unique on what it is on; the period's where nothing is said."),
        .required("amount", .decimal, "US dollars, or whole tokens."),
        .optional("currency", .choice(["USD", "tokens"]), "What is counted; USD where nothing is said."),
        .required("period", .choice(BudgetPolicy.Period.allCases.map(\.rawValue))),
        .optional("alignment", .choice(["calendar", "rolling"])), .optional("time_zone", .text),
        .optional("alert_at", .list(.number), "Shares of the amount that raise an alert."),
        .optional(
            "action",
            .either([.choice(["block", "warn"]), .object([.required("downgrade", .text, "The cheaper model.")])]),
            "What happens when all is spent; block where nothing is said."
        ),
        .optional(
            "unknown_price",
            .either([.choice(["allow", "refuse"]), .decimal]),
            "What a request counts for whose price nobody knows, of a budget of money; allow where nothing is said."
        ),
    ]

    private static let scope = Schema.Member.required("scope", .text, "What it is on: team:dev, key:key_…")

    private static let policies: [Named] = [
        ("BudgetPolicy", .object(budgetMembers)),
        ("BudgetInput", .object([scope] + budgetMembers)),
        ("BudgetPatch", .object(budgetMembers.map(patched))),
        (
            "Budget",
            .object(
                [.given("id", .text), scope] + budgetMembers + [
                    .given("source", .choice(EntitySource.allCases.map(\.rawValue))),
                    .given("state", .nullable(.reference("BudgetState"))),
                    .given("forecast", .nullable(budgetForecast), "Null where its period is not the calendar's."),
                    .optional(
                        "display",
                        .object(
                            [.required("currency", .text), .required("amount", .decimal)]
                                + ["spent", "reserved", "remaining"].map { .optional($0, .decimal) }
                        ),
                        inOther
                    ),
                ]
            )
        ),
        (
            "BudgetState",
            .object(
                ["amount", "spent", "reserved", "remaining"].map { .required($0, .reference("Amount")) } + [
                    .required("unpriced_requests", .count), .required("period_start", .time),
                    .required("period_end", .nullable(.time)),
                ]
            )
        ),
        (
            "Limit",
            .object([
                .given("id", .text), scope, .required("limit", .choice(PolicyText.limitNames)),
                .required("amount", .count), .optional("models", .text),
                .given("source", .choice(EntitySource.allCases.map(\.rawValue))),
                .given(
                    "state",
                    .nullable(.object([.required("remaining", .count), .required("reset_seconds", .count)])),
                    "Where it stands; null of limits on a key's models, and where nothing is counted."
                ),
                .optional(
                    "models_state",
                    .list(
                        .object([
                            .required("model", .text), .required("remaining", .count),
                            .required("reset_seconds", .count),
                        ])
                    ),
                    "Of a limit on a key's models: where it stands for each that was asked for, at most 100, those with the least"
                        + " left first."
                ),
            ])
        ),
        ("Limits", .object(PolicyText.limitNames.map { .optional($0, .count) })),
        ("Amount", .any),
    ]

    // MARK: The catalogue

    private static let health = Schema.Member.required("health", .list(.reference("TargetStatus")))

    private static let catalog: [Named] = [
        (
            "Model",
            .object([
                .required("name", .text), .required("strategy", .text), .required("targets", .list(.map(.any))),
                .required("timeout", .map(.text)), .required("strict", .flag),
                .optional("context_window_fallback", .list(.map(.any))),
                .optional("content_policy_fallback", .list(.map(.any))), .optional("environments", .list(.text)),
                .optional("limits", .reference("Limits")), .optional("budgets", .list(.reference("BudgetPolicy"))),
                health,
            ])
        ),
        (
            "Provider",
            .object([
                .required("name", .text), .required("type", .text), .required("dialect", .text),
                .optional("base_url", .text),
                .required("api_keys", .list(.object([.required("name", .text), .required("value", .text)]))),
                .optional("region", .text), .optional("headers", .map(.text)), .optional("proxy", .text),
                .required("max_connections", .count), .required("max_waiting", .count),
                .optional("limits", .reference("Limits")), .optional("budgets", .list(.reference("BudgetPolicy"))),
                health,
            ])
        ),
        (
            "TargetStatus",
            .object([
                .required("target", .text), .required("state", .choice(TargetStatus.State.allCases.map(\.rawValue))),
                .required("in_flight", .count), .required("latency_ms", .nullable(.count)),
            ])
        ),
        (
            "Price",
            .object([
                .required("provider", .text), .required("model", .text),
                .required("source", .choice(["own", "catalog"])),
                .required("version", .text), .required("currency", .choice(["USD"])),
                .required("tables", .list(.map(.any)), "The prices of each time; the last that has begun counts."),
                .required("context_window", .nullable(.count)), .required("output_limit", .nullable(.count)),
                .optional("deprecated", .any, "true, or the date from which on it is."),
            ])
        ),
    ]

    // MARK: Records

    static let inOther = "In the currency that people are shown, where one is configured."
    static let shown = Schema.object([.required("currency", .text), .required("amount", .decimal)])

    static let sums: [Schema.Member] = [
        .required("requests", .count), .required("errors", .count), .required("input_tokens", .count),
        .required("output_tokens", .count), .required("cost_usd", .decimal), .required("cache_hits", .count),
        .required("semantic_hits", .count, "Those of cache_hits whose question was not the same but meant the same."),
        .required("saved_usd", .decimal, "The sum of the three below."),
        .required("saved_exact_usd", .decimal), .required("saved_semantic_usd", .decimal),
        .required(
            "saved_prompt_cache_usd",
            .decimal,
            "By the providers' caches of prompts, less what writing to them cost more: may be negative."
        ),
        .optional("cost_display", shown, inOther),
        .optional("saved_display", shown, inOther),
        .optional(
            "unpriced_requests",
            .count,
            "Requests whose cost is unknown and not in the sum; missing where none."
        ),
    ]

    private static let records: [Named] = [
        (
            "Usage",
            .object([
                .required(
                    "rows",
                    .list(
                        .object(
                            [
                                .required("key", .nullable(.text), "The group; null for what belongs to none."),
                                .optional("id", .text, "The id of a group that has one beside its name."),
                            ] + sums
                        )
                    )
                ),
                .required("total", .object(sums)),
                .optional(
                    "currency",
                    .object([
                        .required("code", .text), .required("per_usd", .decimal), .required("as_of", .nullable(.text)),
                        .required("decimals", .count), .required("rounding", .choice(["half_away_from_zero"])),
                    ]),
                    "The rate of the amounts for display, the day since which it holds, and how they are rounded."
                ),
            ])
        ),
        ("LedgerRow", ledgerRow),
        (
            "Bodies",
            .object([
                .required("entry", .text), .required("time", .time), .required("team", .nullable(.text)),
                .required("stream", .flag, "Whether the answer was a stream, which is kept put together."),
                .required("request", .reference("BodyText")), .required("answer", .nullable(.reference("BodyText"))),
            ])
        ),
        (
            "BodyText",
            .object([
                .required("text", .text, "Masked."), .required("size", .count, "How many bytes there were."),
                .required("truncated", .flag, "Whether something is missing at the end."),
            ])
        ),
        (
            "Expiry",
            .object([
                .required("ledger_rows", .count),
                .required(
                    "teams",
                    .list(.object([.required("team", .nullable(.text)), .required("rows", .count)]))
                ),
                .required(
                    "bodies",
                    .count,
                    "Requests whose prompt and answer went, beside those that went with their row."
                ),
                .required(
                    "bodies_of_teams",
                    .list(.object([.required("team", .nullable(.text)), .required("bodies", .count)]))
                ),
                .required("ended_sessions", .count), .required("old_alerts", .count), .required("failures", .count),
            ])
        ),
        (
            "CacheStatistics",
            .object([
                .required("entries", .count, "Answers that are stored."),
                .required("bytes", .count, "What they take in memory."), .required("max_bytes", .count),
                .required("hits", .count), .required("misses", .count), .required("insertions", .count),
                .required("replacements", .count), .required("expirations", .count),
                .required("evictions", .count, "Answers given up for others."),
                .required("rejections", .count, "New answers given up for those that are asked for more often."),
                .required("oversized", .count), .required("purges", .count),
                .optional("disk", cacheDisk, "What is kept on the disk, where anything is."),
            ])
        ),
        (
            "CacheEntry",
            .object([
                .required("key", .text, "As x-kanmon-cache-key shows it."), .required("model", .nullable(.text)),
                .required("team", .nullable(.text), "Who asked first."), .required("provider", .text),
                .required("model_served", .text),
                .required("hits", .count, "How often it has been given."),
                .required("bytes", .count, "What it takes in memory."), .required("created", .time),
                .required("expires", .time), .required("age_seconds", .count),
            ])
        ),
        (
            "CacheShadow",
            .object([
                .required("since", .time), .required("total", shadowReport(isShort: false)),
                .optional(
                    "models",
                    .list(.object([.required("model", .text), .required("report", shadowReport(isShort: true))])),
                    "Those with most questions first."
                ),
                .optional("hits", .list(finding), "A fair sample of hits, given or not."),
                .optional("refusals", .list(finding), "A fair sample of what the verifier or the thresholds refused."),
                .optional("recent", .list(finding), "The last findings, the newest first."),
            ])
        ),
        (
            "CacheFeedback",
            .object([
                .required("request_id", .text, "The request whose answer was wrong, as x-request-id said."),
                .required("wrong", .flag, "true."), .optional("reason", .text, "Why, for the audit log."),
            ])
        ),
        (
            "CacheMark",
            .object([
                .required("request_id", .text), .required("key", .text, "What the answer was stored under."),
                .required("model", .text), .required("score", .number), .required("level", .count),
                .required("served", .flag, "Whether it was given; false in shadow mode."),
            ])
        ),
        (
            "CachePurge",
            .object([
                .optional("key", .text, "The one under this key, as x-kanmon-cache-key shows it."),
                .optional("tag", .text, "Those of callers with this tag."),
                .optional("model", .text, "Those of this public model."),
                .optional("team", .text, "Those that this team has asked for."),
                .optional("virtual_key", .text, "Those that the virtual key with this id has asked for."),
                .optional("all", .flag, "All."), .optional("reason", .text, "Why, for the audit log."),
            ])
        ),
        (
            "LedgerVerification",
            .object([
                .required("ok", .flag), .required("head", .text, "Worth noting down elsewhere."),
                .required("rows", .count), .required("tombstones", .count),
                .required(
                    "set_aside",
                    .list(.text),
                    "Files of the journal in which something could not be read; where there are any it is not ok."
                ),
                .required(
                    "problem",
                    .nullable(
                        .object([
                            .required("kind", .text), .required("segment", .count),
                            .required("sequence", .nullable(.count)), .required("message", .text),
                        ])
                    )
                ),
            ])
        ),
        (
            "LedgerRerate",
            .object([
                .optional("from", .text, "Only requests not before this time."),
                .optional("to", .text, "Only requests before this time."),
                .optional("provider", .text, "Only requests that this provider answered."),
                .optional("model", .text, "Only requests for this model, as callers name it."),
                .optional("team", .text, "Only requests of this team."),
                .optional("dry_run", .flag, "Only say what would change."),
                .optional("reason", .text, "Why, for the audit log."),
            ])
        ),
        (
            "LedgerRerating",
            .object([
                .required("dry_run", .flag),
                .required("rows", .count, "How many requests were looked at."),
                .required("changed", .count, "How many of them cost something else now."),
                .required("unknown_before", .count, "How many had usage and no known cost."),
                .required("unknown_after", .count, "How many have usage and no known cost now."),
                .required("cost_before_usd", .decimal, "What those with a known cost cost together before."),
                .required("cost_after_usd", .decimal, "What those with a known cost cost together now."),
            ])
        ),
        (
            "AuditRecord",
            .object([
                .required("sequence", .count), .required("time", .time),
                .required(
                    "actor",
                    .object([.required("kind", .text), .required("id", .text), .optional("name", .text)])
                ),
                .optional("origin", .text, "The address that the request came from."), .optional("request", .text),
                .required("action", .text),
                .required(
                    "object",
                    .object([
                        .required("kind", .text), .required("id", .text), .optional("name", .text),
                        .optional("team", .text),
                    ])
                ),
                .optional("reason", .text), .optional("before", .any, "Masked."), .optional("after", .any, "Masked."),
                .required("digest", .text),
            ])
        ),
        (
            "AuditVerification",
            .object([
                .required("ok", .flag), .required("head", .text, "Worth noting down elsewhere."),
                .required("entries", .count), .required("problem", .nullable(.text)),
            ])
        ),
        (
            "Alert",
            .object([
                .required("id", .text), .required("time", .time), .required("scope", .text),
                .required("team", .nullable(.text)), .required("acknowledged", .nullable(.time)),
                .required("acknowledged_by", .nullable(.text)), .required("detail", .any),
            ])
        ),
    ]

    private static func shadowReport(isShort: Bool) -> Schema {
        var members: [Schema.Member] = [
            .required("lookups", .count, "Questions that were compared."),
            .required("alone", .count, "Those that no stored one was like."),
            .required("served", .count, "Answers given."),
            .required("shadowed", .count, "Answers that shadow mode would have given."),
            .required("wrong", .count, "Answers marked wrong."),
            .required("hit_share", .nullable(.number), "The share of questions with an answer, given or not."),
        ]
        guard !isShort else { return .object(members) }
        members += [
            .required(
                "thresholds",
                .list(
                    .object([
                        .required("threshold", .number),
                        .required("hits", .count, "Questions that a stored one at least so like says the same as."),
                        .required("hit_share", .nullable(.number)),
                        .required("refused", .count, "Those that the one most like them says something else than."),
                        .required("compared", .count, "Hits whose answer was compared with the provider's."),
                        .required("equal", .count, "Those with the same words."),
                        .required("agreeing", .count, "Those that say the same, as far as words tell."),
                        .required("agreeing_share", .nullable(.number)),
                    ])
                ),
                "What each broad threshold would come to."
            ),
            .required(
                "scores",
                .list(
                    .object([
                        .required("score", .number, "From here on, for 0.05."), .required("same", .count),
                        .required("different", .map(.count), "By what disagrees."),
                    ])
                )
            ),
        ]
        return .object(members)
    }

    private static let finding = Schema.object([
        .required("time", .time), .required("request_id", .text), .required("model", .text),
        .required("team", .nullable(.text)), .required("mode", .choice(["serve", "shadow"])),
        .required("score", .number), .required("verdict", .text), .required("hit", .flag),
        .required("key", .text), .required("reason", .nullable(.text)),
        .required("asked", .nullable(.text), "Masked and shortened; null where prompts may not be kept."),
        .required("stored", .nullable(.text)),
        .optional("answers_equal", .flag), .optional("answers_similarity", .number),
    ])

    private static let cacheDisk = Schema.object([
        .required("entries", .count), .required("bytes", .count), .required("max_bytes", .count),
        .required("writes", .count),
        .required("drops", .count, "Answers that were not written: too many waited, or the disk took no more."),
        .required("evictions", .count), .required("expirations", .count), .required("purges", .count),
        .required("loaded", .count, "Answers read at the start."), .required("loading", .flag),
        .required("damaged", .count, "Rows that were not what was written."),
        .required("resets", .count, "How often the file was damaged, or of another version, and begun anew."),
        .required("problem", .nullable(.text), "What the disk does not do at the moment."),
    ])

    private static let parts: [Named] = [
        (
            "ParameterBounds",
            .object([
                .optional("max_tokens", .integer(in: 1...Int.max)), .optional("min_temperature", .number),
                .optional("max_temperature", .number), .optional("max_n", .integer(in: 1...Int.max)),
                .optional("tools", .flag), .optional("stream", .flag),
                .optional("action", .choice(["refuse", "clamp"])),
            ])
        )
    ]
}
