/// A way in which the provider misbehaves on demand.
enum Fault: Hashable, Sendable {
    /// An error answer of this status in the dialect's shape.
    case status(Int, RetryHint?)
    /// 429 that no waiting heals.
    case insufficientQuota
    /// 400: the prompt does not fit the model.
    case contextLength
    /// 400: the prompt was stopped by a content filter.
    case contentPolicy
    /// The request is read and nothing is ever sent.
    case hangBeforeHeaders
    /// The head is sent and nothing else.
    case hangAfterHeaders
    /// A stream stops for ever after so many pieces; a whole answer stops in its middle.
    case hangMidStream(after: Int)
    /// The connection ends cleanly before the body does.
    case truncatedBody
    /// The connection is reset (RST) instead of an answer.
    case reset
    /// The connection is reset after so many pieces.
    case resetMidStream(after: Int)
    /// 200 with a body that is no JSON.
    case invalidJSON
    /// A stream with an event whose data is no JSON.
    case invalidSSE
    /// 200 with a web page.
    case html
    /// A stream that turns into an error in the dialect's shape after so many pieces.
    case errorMidStream(after: Int)
    /// A stream that ends cleanly, without the events that say so.
    case noTerminal
    /// One byte at a time, with this pause between two.
    case slowDrip(milliseconds: Int)
    /// An answer of so many MiB.
    case hugeAnswer(mebibytes: Int)
    /// A stream with one event of more than so many MiB.
    case hugeEvent(mebibytes: Int)
    /// A stream that is legal and unusual.
    case oddStream
    /// 307 (or another status) to another path of this provider.
    case redirect(status: Int)
    /// A compressed body that grows to so many MiB.
    case gzipBomb(mebibytes: Int)
    /// A compressed body.
    case gzip
}
