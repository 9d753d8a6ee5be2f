package org.messageboard.it;

import java.io.File;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeAll;

/** The base of the tests that need the built WAR deployed; they talk to it over HTTP only. */
@ArquillianTest
abstract class DeployedBoard {

  /** In production server.xml says so; Arquillian brings its own entry for the application. */
  private static final String AT_ROOT =
      """
      <web-ext xmlns="http://websphere.ibm.com/xml/ns/javaee" version="1.0">
        <context-root uri="/"/>
      </web-ext>
      """;

  final Board board = Board.deployed();

  @Deployment(testable = false)
  public static WebArchive war() {
    return ShrinkWrap.create(ZipImporter.class, "message-board.war")
        .importFrom(new File(System.getProperty("board.war")))
        .as(WebArchive.class)
        .addAsWebInfResource(new StringAsset(AT_ROOT), "ibm-web-ext.xml");
  }

  @BeforeAll
  static void guardServer() {
    EmbeddedServices.guardArquillianServer();
  }
}
