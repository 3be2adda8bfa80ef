/// Why a request is not answered: the one error inside the module, which each dialect writes in its own shape.
struct Refusal: Error, Hashable, Sendable {
    /// The HTTP status.
    var status: Int
    /// For people, in the words of the real provider where they are known.
    var message: String
    /// The field that is wrong, in the dialect's own path notation.
    var param: String?
    /// OpenAI's `error.code`; `nil` is written as `null`.
    var code: String?
    /// How long to wait before the next try.
    var retryAfter: RetryHint?

    init(_ status: Int, _ message: String, param: String? = nil, code: String? = nil, retryAfter: RetryHint? = nil) {
        self.status = status
        self.message = message
        self.param = param
        self.code = code
        self.retryAfter = retryAfter
    }
}
