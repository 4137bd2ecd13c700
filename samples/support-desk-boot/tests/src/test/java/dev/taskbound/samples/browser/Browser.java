/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** One browser, as a person uses it. Waits where a person would, at most 20 seconds. */
public final class Browser implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    /** It warns of each version of Chromium that it does not know, though nothing here needs that. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Where both are is said, so that Selenium looks for neither. */
    public static Browser start() throws IOException {
        SELENIUM.setLevel(Level.SEVERE);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Chromium.driver())
                .build();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(Chromium.browser());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--lang=en-GB",
                "--window-size=1280,900");
        return new Browser(new ChromeDriver(service, options));
    }

    public ChromeDriver driver() {
        return driver;
    }

    public void open(String address) {
        driver.get(address);
    }

    /** Forgets who was signed in, and signs in at the form of Spring Security. */
    public void signIn(String base, String name) {
        open("about:blank");
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
        open(base + "/login");
        driver.findElement(By.name("username")).sendKeys(name);
        driver.findElement(By.name("password")).sendKeys(name, Keys.ENTER);
        waitFor("the page behind the sign-in", () -> !driver.getCurrentUrl().contains("/login"));
    }

    /** The first visible element. */
    public WebElement see(String css) {
        return new WebDriverWait(driver, PATIENCE, LOOK_EVERY)
                .withMessage(css)
                .until(now -> now.findElements(By.cssSelector(css)).stream()
                        .filter(WebElement::isDisplayed)
                        .findFirst()
                        .orElse(null));
    }

    public List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css)).stream()
                .filter(WebElement::isDisplayed)
                .toList();
    }

    public String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    public void waitForText(String part) {
        waitFor("the text: " + part, () -> text().contains(part));
    }

    public void waitFor(String what, BooleanSupplier condition) {
        new WebDriverWait(driver, PATIENCE, LOOK_EVERY)
                .withMessage(() -> what + ", at " + driver.getCurrentUrl() + " with:\n" + text())
                .ignoring(StaleElementReferenceException.class)
                .until(now -> condition.getAsBoolean());
    }

    public void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** The element that has the focus. */
    public WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /** @param width in CSS pixels, smaller than a window could be if need be */
    public void width(int width) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    public void dark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** The whole page, below {@code target/screenshots}. */
    public void screenshot(String name) throws IOException {
        Map<String, Object> all = Map.of(
                "x",
                0,
                "y",
                0,
                "scale",
                1,
                "width",
                pixels("innerWidth"),
                "height",
                pixels("Math.max(innerHeight, document.documentElement.scrollHeight)"));
        Map<String, Object> shot =
                driver.executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip", all));
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode((String) shot.get("data")));
    }

    private long pixels(String expression) {
        return ((Number) Objects.requireNonNull(driver.executeScript("return " + expression))).longValue();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
