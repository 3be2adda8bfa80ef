import Crypto
import Governance
import JSONText
import Store

extension StoredAlert {
    /// The alert that an event of a budget is.
    ///
    /// Its id is the same for one kind of event of one budget with one amount in one period, so that what is raised again
    /// after a restart is not told again, and what comes again after the amount was changed is.
    init(_ event: BudgetEvent, team: String?) {
        let (time, isLate) = event.at.seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let identity: JSONValue = [
            .string(event.scope.text), .string(event.budget), .string(event.kind.name), PolicyText.json(event.amount),
            JSONValue(Int(event.periodNumber)),
        ]
        let detail: JSONValue = [
            "budget": .string(event.budget),
            "event": .string(event.kind.name),
            "spent": PolicyText.json(event.spent),
            "amount": PolicyText.json(event.amount),
            "period_start": .string(Timestamp(seconds: event.period.start.seconds).description),
            "period_end": event.period.end.map { .string(Timestamp(seconds: $0.seconds).description) } ?? .null,
        ]
        self.init(
            id: Self.id(of: identity.bytes),
            time: isLate ? .max : time,
            scope: event.scope.text,
            team: team,
            body: detail.bytes
        )
    }
}

extension StoredAlert {
    /// An id that is the same wherever the same is raised again.
    /// - Parameter identity: what makes it the same.
    static func id(of identity: [UInt8]) -> String {
        "alert_" + Hexadecimal.text(SHA256.hash(data: identity).prefix(16))
    }
}

extension BudgetEvent {
    /// What tells its period from the others: of the calendar, its first second; of a rolling one, how many times its length
    /// has passed since 1970, for an event comes again only after that much time.
    fileprivate var periodNumber: Int64 {
        guard period.end == nil else { return period.start.seconds }
        let (length, overflow) = at.seconds.subtractingReportingOverflow(period.start.seconds)
        // A period without an end begins in 1970.
        guard period.start.seconds != 0, !overflow, length > 0 else { return 0 }
        return at.seconds / length
    }
}
