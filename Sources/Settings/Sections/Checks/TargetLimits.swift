/// The limits of providers' models, which hold over all public models that name them.
enum TargetLimits {
    /// Reports limits that differ from an earlier one of the same provider's model.
    /// - Returns: the limits of the providers' models that have one.
    static func find(_ models: [Named<ModelSection.Value>], _ reading: Reading) -> [ModelTarget: Int] {
        var first: [ModelTarget: (limit: Int, path: DocumentPath)] = [:]
        for target in models.flatMap(\.value.targets) {
            guard case .provider(let model) = target.destination.destination, let limit = target.maxConcurrent,
                let place = target.maxConcurrentPlace
            else { continue }
            guard let earlier = first[model] else {
                first[model] = (limit, place.path)
                continue
            }
            if earlier.limit != limit {
                reading.report(
                    .conflict,
                    at: place,
                    "the limit belongs to the provider's model, and \(earlier.path) says another one"
                )
            }
        }
        return first.mapValues(\.limit)
    }
}
