/// A public model name and what stands behind it.
public struct ModelConfiguration: Sendable, Hashable {
    /// The name callers use.
    public let name: String
    /// The targets in the order in which they are tried; never empty.
    public let targets: [ModelTarget]
    /// The time limits of each attempt and of the whole.
    public let timeout: TimeoutConfiguration
    /// Whether a request is refused where a target cannot express a part of it.
    public let strict: Bool

    /// Puts a model together in code; nothing is checked.
    public init(
        name: String,
        targets: [ModelTarget],
        timeout: TimeoutConfiguration = TimeoutConfiguration(),
        strict: Bool = false
    ) {
        self.name = name
        self.targets = targets
        self.timeout = timeout
        self.strict = strict
    }
}
