/// The states that one configuration refers to, found by name while it is built; routes then hold them directly.
public struct HealthDirectory: Sendable {
    /// The targets' states.
    public let targets: [TargetID: TargetState]
    /// The providers' credentials, by the provider's name.
    public let credentials: [String: CredentialPool]
    /// What the configuration says of the targets; counts from ``HealthBoard/adopt(_:)`` on.
    let settings: [TargetID: TargetSettings]

    /// A target's state.
    public func target(_ id: TargetID) -> TargetState? { targets[id] }

    /// A provider's credentials; `nil` for one without any.
    public func credentials(of provider: String) -> CredentialPool? { credentials[provider] }
}
