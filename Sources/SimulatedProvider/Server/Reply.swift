/// An answer, apart from when and how faultily it is sent.
struct Reply: Sendable {
    enum Body: Sendable {
        case whole([UInt8])
        case stream(StreamedReply)
    }

    var status: Int
    var headers: [RecordedRequest.Header]
    var body: Body
    /// How many tokens a whole answer took to write.
    var tokens = 0
}
