internal import GRDB
public import Governance

extension SQLiteStore {
    /// Keeps alerts; see ``AlertStore/raise(_:)``.
    public func raise(_ alerts: [StoredAlert]) async throws(StoreError) -> [StoredAlert] {
        guard !alerts.isEmpty else { return [] }
        return try await database.write { connection in
            try alerts.filter { alert in
                try SQLQuery(
                    """
                    INSERT INTO alerts (id, time, scope, team, acknowledged, acknowledged_by, body)
                    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
                    """,
                    .text(alert.id),
                    .integer(alert.time),
                    .text(alert.scope),
                    .optional(alert.team),
                    .optional(alert.acknowledged),
                    .optional(alert.acknowledgedBy),
                    .blob(alert.body)
                ).run(on: connection) > 0
            }
        }
    }

    /// Alerts, the newest first; see ``AlertStore/alerts(teams:onlyOpen:page:)``.
    public func alerts(
        teams: Set<String>?,
        onlyOpen: Bool,
        page: PageRequest
    ) async throws(StoreError) -> Page<StoredAlert> {
        let before = try page.cursor.map { cursor throws(StoreError) in
            try NumberCursor.position(of: cursor, in: "alerts")
        }
        let rows = try await database.read { connection in
            var query = Self.selection
            query.append("WHERE number < ?", .integer(before ?? .max))
            if let teams { query.appendCondition("team", isOneOf: teams) }
            if onlyOpen { query.append("AND acknowledged IS NULL") }
            query.append("ORDER BY number DESC LIMIT ?", .integer(Int64(page.limit + 1)))
            return try query.rows(on: connection) { row in
                NumberedAlert(number: try row.integer("number"), alert: try Self.alert(row))
            }
        }
        let numbered = Page(rows, limit: page.limit) { NumberCursor.cursor(list: "alerts", $0.number) }
        return Page(rows: numbered.rows.map(\.alert), next: numbered.next)
    }

    /// An alert by its id; see ``AlertStore/alert(id:)``.
    public func alert(id: String) async throws(StoreError) -> StoredAlert? {
        try await database.read { connection in
            var query = Self.selection
            query.append("WHERE id = ?", .text(id))
            return try query.row(on: connection, Self.alert)
        }
    }

    /// Says anew what an alert says; see ``AlertStore/amendAlert(id:body:)``.
    public func amendAlert(id: String, body: [UInt8]) async throws(StoreError) {
        try await database.write { connection in
            _ = try SQLQuery("UPDATE alerts SET body = ? WHERE id = ?", .blob(body), .text(id)).run(on: connection)
        }
    }

    /// Notes that an alert was seen; see ``AlertStore/acknowledgeAlert(id:at:audit:)``.
    public func acknowledgeAlert(
        id: String,
        at time: Int64,
        audit: AuditEntry
    ) async throws(StoreError) -> StoredAlert {
        try await database.write { connection in
            let isNews =
                try SQLQuery(
                    "UPDATE alerts SET acknowledged = ?, acknowledged_by = ? WHERE id = ? AND acknowledged IS NULL",
                    .integer(time),
                    .text(audit.actor.id),
                    .text(id)
                ).run(on: connection) > 0
            var query = Self.selection
            query.append("WHERE id = ?", .text(id))
            guard let alert = try query.row(on: connection, Self.alert) else {
                throw StoreError(.notFound, "there is no such alert")
            }
            if isNews { _ = try AuditTable.append(audit, on: connection) }
            return alert
        }
    }

    /// Forgets alerts; see ``AlertStore/removeAlerts(raisedBefore:)``.
    public func removeAlerts(raisedBefore time: Int64) async throws(StoreError) -> Int {
        try await database.write { connection in
            try SQLQuery("DELETE FROM alerts WHERE acknowledged IS NOT NULL AND time < ?", .integer(time))
                .run(on: connection)
        }
    }

    private struct NumberedAlert: Sendable {
        var number: Int64
        var alert: StoredAlert
    }

    private static var selection: SQLQuery {
        SQLQuery("SELECT number, id, time, scope, team, acknowledged, acknowledged_by, body FROM alerts")
    }

    private static func alert(_ row: SQLRow) throws -> StoredAlert {
        var alert = StoredAlert(
            id: try row.text("id"),
            time: try row.integer("time"),
            scope: try row.text("scope"),
            team: try row.optionalText("team"),
            body: try row.blob("body")
        )
        alert.acknowledged = try row.optionalInteger("acknowledged")
        alert.acknowledgedBy = try row.optionalText("acknowledged_by")
        return alert
    }
}
