internal import COpenSSL

/// Whether a point is one that sshd takes for a public key on a NIST curve.
enum CurvePoint {
    /// - Parameter point: uncompressed (SEC 1 section 2.3.3).
    static func isValid(_ point: ArraySlice<UInt8>, on curve: Curve) -> Bool {
        guard point.count == curve.pointLength else { return false }
        guard let group = EC_GROUP_new_by_curve_name(curve.identifier) else { return false }
        defer { EC_GROUP_free(group) }
        guard let place = EC_POINT_new(group) else { return false }
        defer { EC_POINT_free(place) }
        let bytes = Array(point)
        // Reading a point checks that it lies on the curve; these curves have no other subgroup than the whole.
        guard EC_POINT_oct2point(group, place, bytes, bytes.count, nil) == 1,
            EC_POINT_is_at_infinity(group, place) == 0, let order = EC_GROUP_get0_order(group)
        else {
            ERR_clear_error()
            return false
        }
        // sshd refuses coordinates that are suspiciously small, and those that are not below the order less one.
        let half = Int(BN_num_bits(order)) / 2
        let width = (bytes.count - 1) / 2
        let limit = BigNumber(copying: order) - BigNumber(1)
        for coordinate in [bytes[1...width], bytes[(width + 1)...]] {
            let number = BigNumber(coordinate)
            guard number.bitCount > half, number < limit else { return false }
        }
        return true
    }
}

/// The curves that OpenSSH has, by the names that it gives them (RFC 5656 section 10.1).
enum Curve: String, Sendable {
    case nistp256, nistp384, nistp521

    var bits: Int {
        switch self {
        case .nistp256: 256
        case .nistp384: 384
        case .nistp521: 521
        }
    }

    /// Bytes of an uncompressed point.
    var pointLength: Int { 1 + 2 * ((bits + 7) / 8) }

    var identifier: Int32 {
        switch self {
        case .nistp256: NID_X9_62_prime256v1
        case .nistp384: NID_secp384r1
        case .nistp521: NID_secp521r1
        }
    }
}
