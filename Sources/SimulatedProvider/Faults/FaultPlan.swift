/// A fault and how often it strikes.
struct FaultPlan: Hashable, Sendable {
    var fault: Fault
    /// Only the first so many requests that name this plan fail; `nil`: all do.
    var first: Int?
}
