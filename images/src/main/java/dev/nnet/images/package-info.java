/**
 * Pictures from files. The runtime needs nothing but {@code java.base}; what decodes pictures is
 * here, on ImageIO ({@code java.desktop}) and TwelveMonkeys.
 */
package dev.nnet.images;
