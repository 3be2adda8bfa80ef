import JSONText

/// What one run of the retention removed.
public struct RetentionReport: Sendable {
    /// How many rows of the ledger, by team, `nil` for those of none; only teams of which some went.
    public internal(set) var rows: [(team: String?, count: Int)] = []
    /// Of how many requests the prompts and answers, by team, `nil` for those of none; only teams of which some went.
    public internal(set) var bodies: [(team: String?, count: Int)] = []
    /// How many sessions.
    public internal(set) var sessions = 0
    /// How many alerts.
    public internal(set) var alerts = 0
    /// How many things could not be done.
    public internal(set) var failures = 0
    /// More teams than this are not named.
    private static let mostTeams = 200

    /// Whether anything went.
    var isAnything: Bool { !rows.isEmpty || !bodies.isEmpty || sessions > 0 || alerts > 0 }

    /// What the audit log keeps.
    var json: JSONValue {
        func list(_ counts: [(team: String?, count: Int)], _ name: String) -> JSONValue {
            .array(
                counts.prefix(Self.mostTeams).map { team, count in
                    .object(
                        JSONObject([
                            .init("team", team.map { .string($0) } ?? .null), .init(name, JSONValue(count)),
                        ])
                    )
                }
            )
        }
        return [
            "ledger_rows": JSONValue(rows.reduce(0) { $0 + $1.count }), "teams": list(rows, "rows"),
            "bodies": JSONValue(bodies.reduce(0) { $0 + $1.count }), "bodies_of_teams": list(bodies, "bodies"),
            "ended_sessions": JSONValue(sessions), "old_alerts": JSONValue(alerts), "failures": JSONValue(failures),
        ]
    }
}
