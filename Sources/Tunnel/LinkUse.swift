import SSH

/// A link, and how many use it. Confined to the tunnel.
final class LinkUse {
    let link: Link
    let lanes: Lanes
    var isRetired = false

    var id: ObjectIdentifier { ObjectIdentifier(self) }

    init(_ link: Link) {
        self.link = link
        lanes = Lanes(first: link.host)
    }
}
