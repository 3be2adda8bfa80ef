import JSONText

/// What one run of the retention removed.
public struct RetentionReport: Sendable {
    /// How many rows of the ledger, by team, `nil` for those of none; only teams of which some went.
    public internal(set) var rows: [(team: String?, count: Int)] = []
    /// How many sessions.
    public internal(set) var sessions = 0
    /// How many alerts.
    public internal(set) var alerts = 0
    /// How many things could not be done.
    public internal(set) var failures = 0
    /// More teams than this are not named.
    private static let mostTeams = 200

    /// Whether anything went.
    var isAnything: Bool { !rows.isEmpty || sessions > 0 || alerts > 0 }

    /// What the audit log keeps.
    var json: JSONValue {
        let teams: [JSONValue] = rows.prefix(Self.mostTeams).map {
            ["team": $0.team.map { .string($0) } ?? .null, "rows": JSONValue($0.count)]
        }
        return [
            "ledger_rows": JSONValue(rows.reduce(0) { $0 + $1.count }), "teams": .array(teams),
            "ended_sessions": JSONValue(sessions), "old_alerts": JSONValue(alerts), "failures": JSONValue(failures),
        ]
    }
}
