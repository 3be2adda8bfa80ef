/// What somebody shows to sign in.
public struct SignInAttempt: Sendable {
    /// The name, as typed.
    public let name: String
    /// The password, as typed.
    public let password: SecretText
    /// Where they come from.
    public let address: NetworkAddress?

    /// A try.
    public init(name: String, password: SecretText, address: NetworkAddress?) {
        self.name = name
        self.password = password
        self.address = address
    }
}
