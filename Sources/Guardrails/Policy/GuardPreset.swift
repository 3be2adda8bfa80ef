/// A named set of actions that a guardrail for personal data begins with.
public enum GuardPreset: String, Sendable, Hashable, CaseIterable {
    /// For Japanese companies: My Number must not leave (its act is stricter than the one on personal information), cards and
    /// secrets neither; other identification codes are masked; names and addresses come back in the answer; what is public
    /// is noted.
    case japanEnterprise = "japan-enterprise"
    /// Everything is masked for good.
    case strict
    /// Everything is noted, nothing is changed.
    case observe

    /// What is done about a finding of a kind that the guardrail's own actions do not name.
    public func action(for finding: Finding) -> GuardAction {
        switch self {
        case .strict: .mask(.numbered)
        case .observe: .log
        case .japanEnterprise:
            // Free dialling and its like are printed on every leaflet.
            finding.rule == "phone-jp.service" ? .log : Self.japanese[finding.type] ?? .mask(.numbered)
        }
    }

    private static let japanese: [FindingType: GuardAction] = [
        .myNumber: .block, .creditCard: .block, .secret: .block, .urlCredentials: .block,
        .personName: .restore, .addressJP: .restore, .postalCodeJapan: .restore, .email: .restore,
        .phoneJapan: .restore, .phone: .restore, .birthDate: .restore,
        .corporateNumber: .log, .invoiceNumber: .log, .ipAddress: .log, .macAddress: .log,
    ]
}
