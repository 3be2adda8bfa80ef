/// Somebody who has shown who they are.
public struct SignedIn: Hashable, Sendable {
    /// Who it is.
    public let user: User
    /// The password hashed anew, to be stored, where the stored hash cost something else than new ones do.
    public let rehashed: PasswordHash?

    /// A person.
    public init(_ user: User, rehashed: PasswordHash? = nil) {
        self.user = user
        self.rehashed = rehashed
    }
}
