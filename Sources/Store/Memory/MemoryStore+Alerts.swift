public import Governance

extension MemoryStore {
    /// Keeps alerts; see ``AlertStore/raise(_:)``.
    public func raise(_ alerts: [StoredAlert]) async throws(StoreError) -> [StoredAlert] {
        try MemoryState.check(alerts.flatMap { [$0.id, $0.scope, $0.team, $0.acknowledgedBy] })
        return try write { state in
            var known = Set(state.alerts.map { ExactText($0.alert.id) })
            let new = alerts.filter { known.insert(ExactText($0.id)).inserted }
            for alert in new {
                state.alertCount += 1
                state.alerts.append(.init(number: state.alertCount, alert: alert))
            }
            return new
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
        try MemoryState.check(teams.map(Array.init) ?? [])
        let wanted = teams.map { Set($0.map(ExactText.init)) }
        func isMeant(_ team: String?) -> Bool {
            guard let wanted else { return true }
            return team.map { wanted.contains(ExactText($0)) } ?? false
        }
        let rows = try read { state in
            state.alerts.reversed().filter { numbered in
                let alert = numbered.alert
                return numbered.number < before ?? .max && (!onlyOpen || alert.acknowledged == nil)
                    && isMeant(alert.team)
            }
        }
        let numbered = Page(Array(rows.prefix(page.limit + 1)), limit: page.limit) {
            NumberCursor.cursor(list: "alerts", $0.number)
        }
        return Page(rows: numbered.rows.map(\.alert), next: numbered.next)
    }

    /// An alert by its id; see ``AlertStore/alert(id:)``.
    public func alert(id: String) async throws(StoreError) -> StoredAlert? {
        try MemoryState.check([id])
        return try read { state in state.alerts.first { ExactText($0.alert.id) == ExactText(id) }?.alert }
    }

    /// Says anew what an alert says; see ``AlertStore/amendAlert(id:body:)``.
    public func amendAlert(id: String, body: [UInt8]) async throws(StoreError) {
        try MemoryState.check([id])
        try write { state in
            guard let index = state.alerts.firstIndex(where: { ExactText($0.alert.id) == ExactText(id) }) else { return }
            state.alerts[index].alert.body = body
        }
    }

    /// Notes that an alert was seen; see ``AlertStore/acknowledgeAlert(id:at:audit:)``.
    public func acknowledgeAlert(
        id: String,
        at time: Int64,
        audit: AuditEntry
    ) async throws(StoreError) -> StoredAlert {
        try write { state throws(StoreError) in
            guard let index = state.alerts.firstIndex(where: { ExactText($0.alert.id) == ExactText(id) }) else {
                throw StoreError(.notFound, "there is no such alert")
            }
            if state.alerts[index].alert.acknowledged == nil {
                state.alerts[index].alert.acknowledged = time
                state.alerts[index].alert.acknowledgedBy = audit.actor.id
                _ = try state.append(audit)
            }
            return state.alerts[index].alert
        }
    }

    /// Forgets alerts; see ``AlertStore/removeAlerts(raisedBefore:)``.
    public func removeAlerts(raisedBefore time: Int64) async throws(StoreError) -> Int {
        try write { state in
            let count = state.alerts.count
            state.alerts.removeAll { $0.alert.acknowledged != nil && $0.alert.time < time }
            return count - state.alerts.count
        }
    }
}
