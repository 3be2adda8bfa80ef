/// Something that has values for `/metrics`.
public protocol MetricSource: Sendable {
    /// Adds its values as they are now. It is called off event loops, at each scrape.
    func collect(into page: inout MetricPage)
}
