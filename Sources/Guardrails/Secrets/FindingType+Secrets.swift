/// What secrets are called.
extension FindingType {
    /// A key, a token, a password: whatever opens something.
    public static let secret = FindingType(rawValue: "SECRET")
}
