import Governance
import ModelAPI
import Pricing
import Store

/// Charges records of the ledger to the budgets that their requests counted for.
struct LedgerCharger {
    /// Beyond this the meters that were found are forgotten and found anew.
    private static let mostSets = 8192

    private let meters: MeterBook
    private let mark: Int64
    private var sets: [[Scope]: [BudgetMeter]] = [:]
    /// How many records were charged to some budget.
    private(set) var count = 0

    /// - Parameter mark: requests that ended then or before are charged already, in nanoseconds since 1970 UTC.
    init(meters: MeterBook, after mark: Int64) {
        self.meters = meters
        self.mark = mark
    }

    /// Charges a row if its request ended after the mark. Nobody knows when the request of a damaged one ended: it is charged.
    /// - Returns: what this raised.
    mutating func charge(_ row: LedgerRow, at now: WallTime) -> [GovernanceEvent] {
        let record = row.record
        // Meters are charged before the record's duration is taken: what is charged after the mark ends after it.
        guard row.isDamaged || record.end > mark else { return [] }
        let budgets = budgets(on: record.scopes, at: now)
        let admitted = WallTime(seconds: record.time.quotientAndRemainder(dividingBy: 1_000_000_000).quotient)
        var events: [GovernanceEvent] = []
        var isCharged = false
        for budget in budgets {
            guard let amount = record.amount(for: budget) else { continue }
            isCharged = true
            events += budget.charge(amount, admitted: admitted, at: now)
        }
        if isCharged { count += 1 }
        return events
    }

    private mutating func budgets(on scopes: [Scope], at now: WallTime) -> [BudgetMeter] {
        if let known = sets[scopes] { return known }
        if sets.count >= Self.mostSets { sets.removeAll(keepingCapacity: true) }
        let found = meters.meters(for: scopes, at: now).budgets
        sets[scopes] = found
        return found
    }
}

extension LedgerRecord {
    /// When the request ended, in nanoseconds since 1970 UTC; saturates.
    var end: Int64 {
        let (length, isLong) = Int64(clamping: durationMicroseconds).multipliedReportingOverflow(by: 1000)
        // A microsecond more: durations are rounded down.
        let (end, isLate) = time.addingReportingOverflow(isLong ? .max : length)
        let (rounded, isLater) = end.addingReportingOverflow(999)
        return isLate || isLater ? .max : rounded
    }

    /// Everything whose budgets the request counted for.
    var scopes: [Scope] {
        var scopes: [Scope] = []
        if let organization { scopes.append(.organization(organization)) }
        if let team { scopes.append(.team(team)) }
        if let project { scopes.append(.project(project)) }
        if let user { scopes.append(.user(user)) }
        if let keyID { scopes.append(.key(keyID)) }
        for tag in tags where !scopes.contains(.tag(tag)) { scopes.append(.tag(tag)) }
        // Of one that was sent to a cheaper model, that model's public name is not known.
        if !flags.contains(.downgraded) { scopes.append(.model(modelAsked)) }
        if let provider { scopes.append(.provider(provider)) }
        return scopes
    }

    /// What the request counts for in a budget; `nil` where nobody knows.
    fileprivate func amount(for budget: BudgetMeter) -> BudgetPolicy.Amount? {
        guard let usage else { return cost.flatMap { budget.id.countsTokens ? nil : .money($0) } }
        if budget.id.countsTokens { return .tokens(usage.total) }
        if let cost { return .money(cost) }
        guard case .assume(let assumed) = budget.policy.unknownCost else { return nil }
        return .money(assumed)
    }
}
