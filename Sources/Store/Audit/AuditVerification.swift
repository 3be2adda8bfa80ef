public import Governance

/// What going through the whole audit log found.
public struct AuditVerification: Hashable, Sendable {
    /// The last entry up to which everything is right.
    public var verified: AuditHead
    /// The first thing that is wrong; `nil` where the log is whole.
    public var problem: AuditProblem?

    /// A finding.
    public init(verified: AuditHead, problem: AuditProblem?) {
        self.verified = verified
        self.problem = problem
    }
}
