/// Who sends a request.
struct Caller: Hashable, Sendable {
    /// The name of the virtual key; `nil` where keys are not required and none of ours was given.
    var keyName: String?

    /// Somebody without a key.
    static let anonymous = Caller(keyName: nil)
}
