package org.messageboard.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** What counts as one address: with IPv6 the network of a site, whose hosts choose the rest. */
public final class ClientAddress {

  /** Bytes of a site's prefix (RFC 6177; RFC 4291, section 2.5.4). */
  private static final int PREFIX = 8;

  private static final int LONGEST = 64;

  private ClientAddress() {}

  /**
   * The address to count for.
   *
   * @param address an IPv4 or IPv6 address, or whatever a trusted proxy calls the client
   */
  public static String of(String address) {
    if (address.indexOf(':') < 0) {
      return address.substring(0, Math.min(LONGEST, address.length()));
    }
    try {
      // Never a name, because of the colon, so nothing is looked up
      var parsed = InetAddress.getByName(address);
      return parsed instanceof Inet6Address
          ? HexFormat.of().formatHex(parsed.getAddress(), 0, PREFIX) + "/64"
          : parsed.getHostAddress();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
