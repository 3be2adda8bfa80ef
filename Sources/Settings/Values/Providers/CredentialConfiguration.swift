/// One of a provider's credentials.
public struct CredentialConfiguration: Sendable, Hashable {
    /// The name by which logs and metrics know it, unique within the provider; its state is kept by it across reloads.
    public let name: String
    /// The credential itself.
    public let value: Secret
    /// Its share of the provider's requests, relative to the others'; more than 0.
    public let weight: Double

    /// Puts a credential together in code; nothing is checked.
    public init(name: String, value: Secret, weight: Double = 1) {
        self.name = name
        self.value = value
        self.weight = weight
    }

    /// The name of a credential that has none of its own.
    /// - Parameter index: its place in the provider's list, counted from 0.
    /// - Returns: `key-1` for the first one, and so on.
    public static func standardName(at index: Int) -> String { "key-\(index &+ 1)" }
}
