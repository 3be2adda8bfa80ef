import JSONText

extension AdminView {
    /// Whether an object counts.
    private static let state = Column.own("STATE") { row in
        if row["revoked"]?.string != nil { return "revoked" }
        return row["disabled"]?.bool == true ? "disabled" : "active"
    }

    /// Organizations.
    public static let organizations = AdminView([
        .text("NAME", "name"), .text("MODELS", "models"), state, .text("SOURCE", "source"),
    ])

    /// Teams.
    public static let teams = AdminView([
        .text("NAME", "name"), .text("ORGANIZATION", "organization"), .text("MODELS", "models"), state,
        .text("SOURCE", "source"),
    ])

    /// Projects.
    public static let projects = AdminView([
        .text("NAME", "name"), .text("TEAM", "team"), .text("MODELS", "models"), state, .text("SOURCE", "source"),
    ])

    /// People.
    public static let users = AdminView([
        .text("ID", "id"), .text("NAME", "name"), .text("DISPLAY NAME", "display_name"), .text("ROLE", "role"),
        .text("TEAMS", "teams"), state, .text("SOURCE", "source"),
    ])

    /// Virtual keys.
    public static let keys = AdminView([
        .text("ID", "id"), .text("NAME", "name"), .text("PREFIX", "prefix"), .text("TEAM", "team"),
        .text("PROJECT", "project"), .text("OWNER", "owner"), .text("ENVIRONMENT", "environment"),
        .text("EXPIRES", "expires"), state, .text("SOURCE", "source"),
    ])

    /// An amount of a budget in the currency that people are shown; tokens as they are.
    private static func shownAmount(_ title: String, _ member: String) -> Column {
        Column(title: title, alignment: .right, money: .shown) { row in
            guard row["currency"] == "tokens" else { return CellText.text(row["display"]?[member]) }
            let count = CellText.text(member == "amount" ? row["amount"] : row["state"]?[member])
            return count == CellText.nothing ? count : "\(count) tokens"
        }
    }

    /// Budgets and where they stand.
    public static let budgets = AdminView([
        .text("ID", "id"),
        Column(title: "AMOUNT", alignment: .right, money: .dollars) { row in
            CellText.text(row["amount"]) + (row["currency"] == "tokens" ? " tokens" : " USD")
        },
        shownAmount("AMOUNT", "amount"), .text("PERIOD", "period"), .dollars("SPENT", "state", "spent"),
        shownAmount("SPENT", "spent"), .dollars("RESERVED", "state", "reserved"),
        shownAmount("RESERVED", "reserved"), .dollars("REMAINING", "state", "remaining"),
        shownAmount("REMAINING", "remaining"), .text("ENDS", "state", "period_end"), action,
        .text("SOURCE", "source"),
    ])

    private static let action = Column.own("ACTION") { row in
        if let model = row["action"]?["downgrade"] { return "downgrade to " + CellText.text(model) }
        return CellText.text(row["action"])
    }

    /// Limits and where they stand. What is counted for each model apart is told of the one with the least left.
    public static let limits = AdminView([
        .text("ID", "id"), .number("AMOUNT", "amount"),
        Column(title: "REMAINING", alignment: .right) { row in
            CellText.text((row["models_state"]?[0] ?? row["state"])?["remaining"])
        },
        Column(title: "RESET S", alignment: .right) { row in
            CellText.text((row["models_state"]?[0] ?? row["state"])?["reset_seconds"])
        },
        .own("MODEL") { row in CellText.text(row["models_state"]?[0]?["model"]) }, .text("SOURCE", "source"),
    ])

    /// Stored answers.
    public static let cacheEntries = AdminView([
        .text("KEY", "key"), .text("MODEL", "model"), .text("TEAM", "team"), .number("HITS", "hits"),
        .number("BYTES", "bytes"), .number("AGE S", "age_seconds"), .text("EXPIRES", "expires"),
    ])

    /// What each threshold would come to.
    public static let shadowThresholds = AdminView([
        .number("THRESHOLD", "threshold"), .number("HITS", "hits"), .number("SHARE", "hit_share"),
        .number("REFUSED", "refused"), .number("COMPARED", "compared"), .number("EQUAL", "equal"),
        .number("AGREEING", "agreeing"), .number("AGREEING SHARE", "agreeing_share"),
    ])

    /// Models' questions by meaning.
    public static let shadowModels = AdminView([
        .text("MODEL", "model"), .number("LOOKUPS", "report", "lookups"), .number("ALONE", "report", "alone"),
        .number("SERVED", "report", "served"), .number("SHADOWED", "report", "shadowed"),
        .number("WRONG", "report", "wrong"), .number("SHARE", "report", "hit_share"),
    ])

    /// Findings by meaning.
    public static let shadowFindings = AdminView([
        .text("REQUEST", "request_id"), .text("MODEL", "model"), .number("SCORE", "score"),
        .text("VERDICT", "verdict"), .text("HIT", "hit"), .number("ANSWERS", "answers_similarity"),
        .text("ASKED", "asked"), .text("STORED", "stored"), .text("REASON", "reason"),
    ])

    /// Sums of usage.
    public static let usage = AdminView([
        .text("GROUP", "key"), .number("REQUESTS", "requests"), .number("ERRORS", "errors"),
        .number("INPUT TOKENS", "input_tokens"), .number("OUTPUT TOKENS", "output_tokens"),
        .dollars("COST USD", "cost_usd"), .shown("COST", "cost_display", "amount"),
        Column(title: "UNPRICED", alignment: .right) { row in row["unpriced_requests"].map(CellText.text) ?? "0" },
        .number("CACHE HITS", "cache_hits"), .dollars("SAVED USD", "saved_usd"),
        .shown("SAVED", "saved_display", "amount"), .dollars("EXACT USD", "saved_exact_usd"),
        .dollars("SEMANTIC USD", "saved_semantic_usd"), .dollars("PROMPT CACHE USD", "saved_prompt_cache_usd"),
    ])

    /// Requests.
    public static let ledger = AdminView([
        .text("TIME", "time"), .text("ID", "id"), .text("KEY", "key"), .text("TEAM", "team"), .text("MODEL", "model"),
        .text("PROVIDER", "provider"), .number("STATUS", "status"), .number("INPUT", "usage", "input_tokens"),
        .number("OUTPUT", "usage", "output_tokens"), .dollars("COST USD", "cost_usd"),
        .shown("COST", "cost_display", "amount"), .text("FLAGS", "flags"),
    ])

    /// Who changed what.
    public static let audit = AdminView([
        .number("SEQUENCE", "sequence"), .text("TIME", "time"),
        .own("ACTOR") { row in
            let actor = row["actor"]
            return CellText.text(actor?["name"] ?? actor?["id"])
        },
        .text("FROM", "origin"), .text("ACTION", "action"),
        .own("OBJECT") { row in
            let object = row["object"]
            return CellText.text(object?["name"] ?? object?["id"])
        },
        .text("TEAM", "object", "team"), .text("REASON", "reason"),
    ])

    /// Alerts, of rules and of budgets' events.
    public static let alerts = AdminView([
        .text("ID", "id"), .text("TIME", "time"),
        .own("WHAT") { row in CellText.text(row["detail"]?["rule"] ?? row["detail"]?["event"]) },
        .text("SCOPE", "scope"), .text("TEAM", "team"),
        .own("SEVERITY") { row in CellText.text(row["detail"]?["severity"]) },
        .own("STATE") { row in CellText.text(row["detail"]?["state"]) },
        .own("VALUE") { row in CellText.text(row["detail"]?["value"] ?? row["detail"]?["spent"]) },
        .text("ACKNOWLEDGED", "acknowledged"),
    ])

    /// Rules of alerts.
    public static let alertRules = AdminView([
        .text("NAME", "name"), .text("ENABLED", "enabled"), .text("WHEN", "comparison"),
        .number("THRESHOLD", "threshold"),
        .number("CLEAR", "clear"), .text("UNIT", "unit"), .number("WINDOW S", "window_seconds"),
        .number("FOR S", "for_seconds"), .number("LEAST", "least"), .text("SEVERITY", "severity"),
        .text("SOURCE", "source"),
        .own("NOW") { row in
            let standing = (row["standing"]?.array ?? []).map {
                "\($0["subject"]?.string ?? "") \($0["state"]?.string ?? "")"
            }
            return standing.isEmpty ? CellText.nothing : standing.joined(separator: ", ")
        },
    ])

    /// Where people are told.
    public static let alertChannels = AdminView([
        .text("NAME", "name"), .text("TYPE", "type"), .text("RULES", "rules"), .text("SEVERITIES", "severities"),
        .number("WAITING", "waiting"), .text("LAST", "last"), .text("ERROR", "last_error"),
    ])
}
