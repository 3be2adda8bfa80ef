/// Speaks with one service that looks at texts: writes its requests and reads its answers, and sends nothing itself.
///
/// Reading is strict: an answer that has not the documented shape is an ``AdapterError`` and never a pass.
public protocol GuardAdapter: Sendable {
    /// Which service it is.
    var type: AdapterType { get }

    /// Where the service is: scheme, host and perhaps a path, under which ``AdapterRequest/path`` lies.
    var baseURL: String { get }

    /// What is to be sent so that all texts are looked at.
    ///
    /// A service takes only so much at once: long texts are cut at characters into windows that overlap by
    /// ``TextWindows/leastOverlap`` characters or more, so that what is shorter than that stands whole in one of them.
    /// - Parameter question: the texts.
    /// - Returns: the requests; none where there is nothing to look at. The same question gives the same requests.
    /// - Throws: ``AdapterError`` where a text is no UTF-8 or there is more text than is sent for one call.
    func requests(for question: AdapterQuestion) throws(AdapterError) -> [AdapterRequest]

    /// What the service says.
    /// - Parameters:
    ///   - answers: one for each of ``requests(for:)``, in their order.
    ///   - question: the question that the requests were made for.
    /// - Throws: ``AdapterError`` where an answer is missing, is an error or has another shape than the documented one.
    func verdict(from answers: [AdapterAnswer], for question: AdapterQuestion) throws(AdapterError) -> AdapterVerdict
}
