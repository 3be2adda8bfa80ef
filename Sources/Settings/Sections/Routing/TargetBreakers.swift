import Routing

/// The breakers of providers' models, which hold over all public models that lead to them.
///
/// A target is well or it is not, whoever asks: so there is one breaker, and it needs one policy. Models that say none follow
/// the one that does.
enum TargetBreakers {
    /// Reports policies that differ from an earlier one for the same provider's model.
    /// - Returns: the policies of the providers' models for which some model says one.
    static func find(_ models: [Named<ModelSection.Value>], _ reading: Reading) -> [ModelTarget: BreakerPolicy] {
        var first: [ModelTarget: (policy: BreakerPolicy, path: DocumentPath)] = [:]
        for model in models {
            guard let place = model.value.breakerPlace else { continue }
            var policy = model.value.breaker
            // How many may be set aside is a matter among a model's own targets.
            policy.maximumEjected = BreakerPolicy().maximumEjected
            for destination in model.value.destinations {
                guard case .provider(let target) = destination.destination else { continue }
                guard let earlier = first[target] else {
                    first[target] = (policy, place.path)
                    continue
                }
                if earlier.policy != policy {
                    reading.report(
                        .conflict,
                        at: place,
                        "the breaker belongs to the provider's model, and \(earlier.path) says another one for "
                            + "\(Quoting.quoted("\(target.provider)/\(target.model)")); say it in one place, or lead to that "
                            + "public model instead"
                    )
                    // One word is enough, however many targets both lead to.
                    break
                }
            }
        }
        return first.mapValues(\.policy)
    }
}
